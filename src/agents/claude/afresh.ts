// A fresh reading of a component's code, by somebody who was not there when it was written. It says that it is one.

import { asData } from "../../safety/delimit.ts";
import type { AgentAnswer } from "../port.ts";
import { changeText } from "./change.ts";
import { recordText, specOf } from "./record-text.ts";
import { type Asked, type FromRecord, inRecord } from "./ways.ts";

/** All of the component's code. */
const wholeCode = async ({ run, request }: Asked): Promise<string> => {
  const now = new Map(request.changes.map(({ path, after }) => [path, after]));
  const paths = [...Object.keys(request.observation.files), ...request.observation.unobserved].sort();
  const parts: string[] = [];
  for (const path of paths) {
    const text = now.get(path) ?? (await run.host.files.read(path));
    if (text !== undefined) parts.push(asData("file", path, text));
  }
  return parts.join("\n");
};

/** What a first reading is asked: spec and code are given in full already, so that no file is told as a change again. */
const firstText = ({ brief }: Asked): string =>
  [
    "There is no model yet: put the whole map, then answer every question of every external, process, store and flow.",
    ...(brief.unaccounted.length > 0
      ? [
          "Facts that the map must account for (put, cover the key, or set_aside):",
          asData(
            "facts",
            "unaccounted",
            brief.unaccounted.map(({ key, text }) => `? ${key}: ${text}`).join("\n"),
          ),
        ]
      : []),
    "Answer with one submit_delta.",
  ].join("\n");

/** Reads all of the code, and for a component without a model all of the spec. @throws AgentFailure */
export const readAfresh = async (
  asked: Asked,
  keeping: Pick<FromRecord, "isUnkept"> = {},
): Promise<AgentAnswer> => {
  const { run, request, brief, specText } = asked;
  const record = brief.first
    ? specOf(request.spec, specText)
    : recordText(undefined, request.spec, specText, request.model, brief);
  const text = brief.first ? firstText(asked) : changeText(request.changes, brief);
  return inRecord(asked, {
    mode: "reconstructed",
    known: [],
    added: await run.outgoing(`${record}\n${await wholeCode(asked)}`, "spec and code"),
    text: await run.outgoing(text, "the change"),
    why: "a fresh reading of the code",
    ...keeping,
  });
};
