// For action.yml: keeps one comment on a pull request that says what changes in the threat models. It is told everything
// through its environment: TOKEN, API, REPOSITORY, NUMBER, and CHANGES, a Markdown file that instride has neutralised.
import { readFileSync } from "node:fs";

const { TOKEN, API, REPOSITORY, NUMBER, CHANGES } = process.env;
const mark = "<!-- instride: changes of threat models -->";
/** GitHub takes 65,536 characters. */
const mostCharacters = 65_000;

const request = async (method, path, body) => {
  const response = await fetch(`${API}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${TOKEN}`,
      "content-type": "application/json",
      "x-github-api-version": "2022-11-28",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status === 401 || response.status === 403 || response.status === 404) {
    console.log(
      `::notice title=instride::no right to comment (${response.status}): the changes stand in the job summary. The job needs pull-requests: write`,
    );
    process.exit(0);
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
};

/** Ours begins with the mark and comes from a bot: a person who writes the mark keeps their comment. */
const ownComment = async () => {
  for (let page = 1; ; page += 1) {
    const comments = await request(
      "GET",
      `/repos/${REPOSITORY}/issues/${NUMBER}/comments?per_page=100&page=${page}`,
    );
    const own = comments.find(({ body, user }) => user?.type === "Bot" && body?.startsWith(mark));
    if (own !== undefined || comments.length < 100) return own;
  }
};

const changes = readFileSync(CHANGES, "utf8").trim();
const shown =
  changes.length <= mostCharacters
    ? changes
    : `${changes.slice(0, changes.lastIndexOf("\n", mostCharacters))}\n\nThe rest stands in the job summary.`;
const body = `${mark}\n${shown}`;

const own = await ownComment();
const nothingToSay = /\bin step with\b/.test(changes) && /^no threat model differs$/m.test(changes);
if (own === undefined && nothingToSay && !/\bnot in step with\b/.test(changes))
  console.log("no threat model changes, and no earlier comment says otherwise: nothing to say");
else if (own === undefined) await request("POST", `/repos/${REPOSITORY}/issues/${NUMBER}/comments`, { body });
else if (own.body !== body)
  await request("PATCH", `/repos/${REPOSITORY}/issues/comments/${own.id}`, { body });
