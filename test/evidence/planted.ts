// A history with one of everything that an auditor looks for, among changes that are as they should be.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { frameworkById } from "../../src/frameworks/index.ts";
import type { Framework } from "../../src/frameworks/types.ts";
import type { ThreatModel } from "../../src/model/schema.ts";
import { threatsOf } from "../../src/model/threats.ts";
import { parseModel, printModel } from "../../src/model/yaml.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { code, spec } from "../support/component.ts";
import type { TestRepository } from "../support/repository.ts";
import { plantMerges } from "./planted-merges.ts";
import { oldKeyEnds, people, SignedHistory } from "./signed-history.ts";

const modelPath = "specs/notes.threats.yaml";
const source = "src/notes/server.ts";

const settings = (maxOpen: string): string =>
  `${JSON.stringify({ specs: ["specs/**/*.md"], code: ["src/**"], policy: { "max-open": maxOpen } }, undefined, 2)}\n`;

const modelIn = (repository: TestRepository): ThreatModel =>
  parseModel(modelPath, repository.read(modelPath)).model as ThreatModel;

/** Writes model and rendering by hand, as somebody who knows the format would. */
const writeModel = (repository: TestRepository, model: ThreatModel): void => {
  repository.write(modelPath, printModel(model));
  repository.write("specs/notes.threats.md", renderMarkdown(model, frameworkById("stride") as Framework));
};

const withoutThreat = (model: ThreatModel, id: string): ThreatModel => ({
  ...model,
  answers: Object.fromEntries(
    Object.entries(model.answers).map(([element, answers]) => [
      element,
      Object.fromEntries(
        Object.entries(answers).map(([category, answer]) => {
          const { [id]: _, ...threats } = answer.threats;
          const left = Object.keys(threats).length === 0 && answer["not-applicable"] === undefined;
          // The question keeps an answer, so that nothing but the threat is missing.
          return [
            category,
            left
              ? { threats, "not-applicable": { reason: "nothing to see here", "rests-on": [] } }
              : { ...answer, threats },
          ];
        }),
      ),
    ]),
  ),
});

const recordsOf = (repository: TestRepository, component: string): string[] =>
  readdirSync(join(repository.root, ".instride/records", component)).sort();

/** Two components in step and the tag `v1`; what comes before it is no part of any period. */
export const beginHistory = async (repository: TestRepository): Promise<SignedHistory> => {
  const history = new SignedHistory(repository);
  await history.begin();
  repository.write("instride.config.json", settings("critical"));
  repository.write("specs/notes.md", spec);
  repository.write(source, code);
  repository.write(
    "specs/mail.md",
    spec
      .replace("id: notes", "id: mail")
      .replaceAll("notes/**", "mail/**")
      .replace("# Notes", "# Mail")
      .replace("title: Notes", "title: Mail"),
  );
  repository.write("src/mail/server.ts", code);
  repository.write("docs/log.txt", "begin\n");
  await history.sync();
  await history.commit("Begin", { parents: [] });
  await repository.git("tag", "v1");
  return history;
};

/** Changes of the code with their records, a sign-off and what went around both. */
const plantPairing = async (history: SignedHistory, breathe: () => Promise<void>): Promise<void> => {
  const { repository } = history;
  const edit = (text: string): void => repository.write(source, `${repository.read(source)}${text}`);

  edit('\nexport const health = (): string => "ok";\n');
  await history.sync();
  history.plant("provisional-mode", history.list(await history.commit("Add a health check")));
  await breathe();

  await history.signoff("notes");
  history.list(await history.commit("Sign notes off"));
  await breathe();

  // Past the hooks: code without a record; the next commit mends it.
  edit("\nexport const remove = (id: string): string => `delete ${id}`;\n");
  history.plant("bypassed-hook", history.list(await history.commit("Add removal in a hurry")));
  await breathe();
  await history.sync();
  history.plant("provisional-mode", history.list(await history.commit("Consider removal")));
  await breathe();

  // Nobody but a bot says that it read the model.
  await history.signoff("mail", { GIT_AUTHOR_NAME: people.bot.name, GIT_AUTHOR_EMAIL: people.bot.email });
  history.plant(
    "bot-sign-off",
    history.list(
      await history.commit("chore: sign off", { author: people.bot, committer: people.ada, key: "ada" }),
    ),
  );
  await breathe();

  const [accepted, another, deleted] = threatsOf(modelIn(repository))
    .filter(({ threat }) => threat.status === "open")
    .map(({ id }) => id) as [string, string, string];
  await history.accept(accepted, "2030-02-20", "until the gateway is replaced");
  history.list(await history.commit("Accept a risk for some weeks"));
  history.plant("acceptance-expired");
  await breathe();

  // Ada writes that Bob accepted.
  const model = modelIn(repository);
  const placed = threatsOf(model).find(({ id }) => id === another);
  if (placed === undefined) throw new Error("no threat to accept");
  const answer = model.answers[placed.element]?.[placed.category];
  if (answer === undefined) throw new Error("no answer");
  placed.threat.acceptance = { by: "Bob <bob@example.test>", reason: "fine with me", on: "2030-01-11" };
  writeModel(repository, model);
  const forged = history.list(await history.commit("Note what Bob decided"));
  history.plant("decision-by-another", forged);
  history.plant("model-without-record", forged);
  await breathe();

  // A threat disappears, and comes back.
  const before = repository.read(modelPath);
  const rendering = repository.read("specs/notes.threats.md");
  writeModel(repository, withoutThreat(modelIn(repository), deleted));
  const vanished = history.list(await history.commit("Tidy the threat model"));
  history.plant("threat-deleted", vanished);
  history.plant("model-without-record", vanished);
  await breathe();
  repository.write(modelPath, before);
  repository.write("specs/notes.threats.md", rendering);
  history.plant("model-without-record", history.list(await history.commit("Bring the threat back")));
  await breathe();

  // A record is edited, then put back; another is deleted, then put back.
  const [first, second] = recordsOf(repository, "notes").map((name) => `.instride/records/notes/${name}`) as [
    string,
    string,
  ];
  const bytes = repository.read(first);
  repository.write(first, bytes.replace('"rules"', '"same-context"'));
  history.plant("record-edited", history.list(await history.commit("Correct a record")));
  repository.write(first, bytes);
  history.list(await history.commit("Put the record back"));
  const kept = repository.read(second);
  repository.remove(second);
  const removed = history.list(await history.commit("Remove an old record"));
  history.plant("record-deleted", removed);
  history.plant("not-in-step", removed); // what the record claimed is claimed by nobody now
  repository.write(second, kept);
  history.plant("provisional-mode", history.list(await history.commit("Put the old record back")));
  await breathe();

  repository.write("src/jobs/nightly.ts", "export const run = (): void => {};\n");
  history.plant("unpaired-code", history.list(await history.commit("Add a nightly job")));
  repository.remove("src/jobs");
  history.list(await history.commit("Take the job out"));
  await breathe();

  repository.write("instride.config.json", settings("none"));
  history.plant("settings-changed", history.list(await history.commit("Change the policy")));
  repository.write("instride.config.json", settings("critical"));
  history.plant("settings-changed", history.list(await history.commit("Change the policy back")));
  await breathe();

  for (const path of [
    "specs/mail.md",
    "specs/mail.threats.yaml",
    "specs/mail.threats.md",
    "src/mail",
    ".instride/watch/mail",
  ])
    repository.remove(path);
  history.plant("component-ended", history.list(await history.commit("Take mail out")));
  await breathe();
  // What was signed off is not what stands at the end.
  history.plant("sign-off-outdated");
};

const plantSignaturesAndDates = async (
  history: SignedHistory,
  breathe: () => Promise<void>,
): Promise<void> => {
  const { repository } = history;
  history.plant("unsigned", await history.filler("Unsigned", { key: null }));
  await breathe();
  history.plant("wrong-signer", await history.filler("Signed by Bob", { key: "bob" }));
  await breathe();
  history.plant("unknown-key", await history.filler("Signed by Eve", { key: "eve" }));
  await breathe();
  await history.filler("Within the time of the old key", { key: "old" });
  history.clock = Math.max(history.clock, oldKeyEnds + 86_400);
  await breathe();
  history.plant("expired-key", await history.filler("Signed with the old key", { key: "old" }));
  await breathe();
  // The date is forged into the key's time, so git calls the signature good.
  const forged = await history.filler("Signed with the old key, dated back", {
    key: "old",
    at: oldKeyEnds - 86_400,
  });
  history.plant("expired-key", forged);
  history.plant("date-before-parent", forged);
  await breathe();
  history.plant(
    "date-before-parent",
    await history.filler("Dated back a year", { at: Date.UTC(2029, 0, 1) / 1000 }),
  );
  await breathe();
  const late = await history.filler("Dated ahead", { at: Date.UTC(2031, 0, 1) / 1000 });
  history.plant("date-in-the-future", late);
  history.plant("date-against-forge", late);
  history.plant("date-before-parent", await history.filler("After the one that is dated ahead"));
  await breathe();
  // One byte of what was signed is another.
  const signed = await history.commit("Signed, then changed", { move: false });
  const raw = await repository.git("cat-file", "commit", signed);
  const changed = await repository.run("git", ["hash-object", "-t", "commit", "-w", "--stdin"], {
    input: `${raw.replace("Signed, then changed", "Signed, then altered")}\n`,
  });
  const altered = changed.stdout.trim();
  await repository.git("update-ref", "HEAD", altered);
  history.plant("signature-bad", history.list(altered));
  await breathe();
};

export interface Planted {
  readonly history: SignedHistory;
  /** A commit that an earlier package ended with, and that a force-push has taken out since. */
  readonly lost: string;
  readonly commits: number;
}

/** @param size commits of the period; what is planted is spread among fillers */
export const plantedHistory = async (repository: TestRepository, size: number): Promise<Planted> => {
  const history = await beginHistory(repository);
  const start = await repository.git("rev-parse", "v1");
  // What the force-push takes out: it was on the branch when an earlier package was made.
  const lost = await history.filler("Later taken out by a force-push");
  history.merges.pop();
  await history.reset(start);
  history.plant("history-rewritten");

  const breaks = 36;
  const planted = 47;
  const each = Math.max(0, Math.floor((size - planted) / breaks));
  const breathe = (): Promise<void> => history.fillers(each);
  await plantPairing(history, breathe);
  await plantMerges(history, breathe);
  await plantSignaturesAndDates(history, breathe);
  const count = async (): Promise<number> =>
    Number(await repository.git("rev-list", "--count", "--first-parent", "v1..HEAD"));
  await history.fillers(size - (await count()));
  await repository.git("tag", "v2");
  return { history, lost, commits: await count() };
};
