// The one door to the Rust side: every command goes through `desk`, every failure arrives as a DeskFailure.
import { commands, type DeskError } from './bindings';

export type * from './bindings';
export { Channel } from '@tauri-apps/api/core';

export class DeskFailure extends Error {
  constructor(readonly error: DeskError) {
    super(error.code);
    this.name = 'DeskFailure';
  }
}

type Commands = typeof commands;
type Data<Reply> = Extract<Reply, { status: 'ok' }> extends { data: infer Value } ? Value : never;
export type Desk = { [Name in keyof Commands]: (...args: Parameters<Commands[Name]>) => Promise<Data<Awaited<ReturnType<Commands[Name]>>>> };

function throwing(name: keyof Commands) {
  const command = commands[name] as (...args: unknown[]) => Promise<{ status: 'ok'; data: unknown } | { status: 'error'; error: unknown }>;
  return async (...args: unknown[]): Promise<unknown> => {
    const reply = await command(...args);
    if (reply.status === 'ok') return reply.data;
    throw isDeskError(reply.error) ? new DeskFailure(reply.error) : new Error(`${name}: ${String(reply.error)}`);
  };
}

function isDeskError(error: unknown): error is DeskError {
  return typeof error === 'object' && error !== null && 'code' in error && 'args' in error;
}

export const desk = Object.fromEntries((Object.keys(commands) as (keyof Commands)[]).map((name) => [name, throwing(name)])) as Desk;
