// What commands are given when a test calls them in its own process.

import { Writable } from "node:stream";
import type { CommandContext } from "../../src/commands/context.ts";
import type { TestRepository } from "../support/repository.ts";

export class Sink extends Writable {
  text = "";
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
}

export type CommandSink = CommandContext & { readonly stdout: Sink; readonly stderr: Sink };

export const commandContext = (
  { root }: TestRepository,
  env: NodeJS.ProcessEnv,
  today: string,
): CommandSink => ({
  cwd: root,
  env,
  stdout: new Sink(),
  stderr: new Sink(),
  stdin: process.stdin,
  colour: { out: false, err: false },
  width: 80,
  today,
  version: "test",
});
