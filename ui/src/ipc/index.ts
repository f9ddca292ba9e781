// The one door to the Rust side: every command goes through `desk`, every failure arrives as a DeskFailure.
import { commands, type DeskError } from './bindings';

export type * from './bindings';

export class DeskFailure extends Error {
  constructor(readonly error: DeskError) {
    super(error.code);
    this.name = 'DeskFailure';
  }
}

type Commands = typeof commands;
type Data<R> = R extends Promise<infer Reply> ? (Extract<Reply, { status: 'ok' }> extends { data: infer D } ? D : never) : never;
export type Desk = { [K in keyof Commands]: (...args: Parameters<Commands[K]>) => Promise<Data<ReturnType<Commands[K]>>> };

type Reply = { status: 'ok'; data: unknown } | { status: 'error'; error: unknown };

async function call(name: keyof Commands, args: unknown[]): Promise<unknown> {
  const command = commands[name] as (...args: unknown[]) => Promise<Reply>;
  let reply: Reply;
  try {
    reply = await command(...args);
  } catch (error) {
    reply = { status: 'error', error };
  }
  if (reply.status === 'error') throw new DeskFailure(asDeskError(reply.error));
  return reply.data;
}

// What the window itself refuses (an unknown command, an argument of another shape) has no code of the desk.
function asDeskError(error: unknown): DeskError {
  if (typeof error === 'object' && error !== null && 'code' in error) return error as DeskError;
  return { code: 'internal', args: {} };
}

export const desk = new Proxy({} as Desk, {
  get: (_target, name) => (...args: unknown[]) => call(name as keyof Commands, args),
});
