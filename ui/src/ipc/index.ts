// The one door to the Rust side: every command goes through `desk`, every failure arrives as a DeskFailure.
import { invoke } from '@tauri-apps/api/core';
import type { Commands, DeskError, Result } from './bindings';

export type * from './bindings';

export class DeskFailure extends Error {
  constructor(readonly error: DeskError) {
    super(error.code);
    this.name = 'DeskFailure';
  }
}

type Data<R> = R extends Promise<infer Reply> ? (Extract<Reply, { status: 'ok' }> extends { data: infer D } ? D : never) : never;
export type Desk = { [K in keyof Commands]: (...args: Parameters<Commands[K]>) => Promise<Data<ReturnType<Commands[K]>>> };

// Until the generated bindings bring their own runtime: the argument names of every command, in order.
const parameters: Record<keyof Commands, string[]> = {
  desk: [], createVault: ['user'], unlock: ['login', 'passphrase'], recover: ['recoveryCode', 'login', 'passphrase'], lock: [],
  openSample: [], resetSample: [], closeSample: [], changePassphrase: ['current', 'passphrase'], addUser: ['user'],
  pulse: ['encounter', 'seconds', 'active'], setPreferences: ['preferences'], backup: ['path'], restore: ['path'], verifyAudit: [],
  history: ['encounter'], queue: ['query'], queueFacets: [], nextChart: ['query', 'after'], createEncounter: ['header', 'documents'],
  readNote: ['name', 'text'], readNoteFile: ['path'], openEncounter: ['encounter'], amend: ['encounter', 'revision', 'amendment'],
  undo: ['encounter', 'revision'], redo: ['encounter', 'revision'], complete: ['encounter', 'revision'],
  moveStatus: ['encounter', 'revision', 'to', 'reason'], addLateDocument: ['encounter', 'revision', 'document'],
  compareWithCompletion: ['encounter'], earlierEncounters: ['encounter'], copyForward: ['encounter', 'revision', 'from'],
  search: ['sequence', 'query', 'on', 'systems', 'limit'], code: ['system', 'code', 'on'], chapters: ['on'], children: ['system', 'code', 'on'],
};

async function call(name: keyof Commands, args: unknown[]): Promise<Result<unknown, DeskError>> {
  const command = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const named = Object.fromEntries(parameters[name].map((parameter, index) => [parameter, args[index]]));
  try {
    return { status: 'ok', data: await invoke(command, named) };
  } catch (error) {
    return { status: 'error', error: asDeskError(error) };
  }
}

function asDeskError(error: unknown): DeskError {
  if (typeof error === 'object' && error !== null && 'code' in error) return error as DeskError;
  return { code: 'internal', args: {} };
}

export const desk = new Proxy({} as Desk, {
  get: (_target, name) => async (...args: unknown[]) => {
    const reply = await call(name as keyof Commands, args);
    if (reply.status === 'error') throw new DeskFailure(reply.error);
    return reply.data;
  },
});
