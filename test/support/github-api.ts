// The little of GitHub's API that comments on pull requests need, over real HTTP.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: "Bot" | "User" };
}

export interface GithubApi {
  readonly url: string;
  readonly comments: Comment[];
  /** `METHOD path`, in their order. */
  readonly requests: string[];
  /** What every request is answered with, when it is not served. */
  refuse: number | undefined;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
};

export const githubApi = async (t: TestContext, token: string): Promise<GithubApi> => {
  const api: { -readonly [K in keyof GithubApi]: GithubApi[K] } = {
    ...{ url: "", comments: [], requests: [], refuse: undefined },
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    api.requests.push(`${request.method} ${url.pathname}`);
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (api.refuse !== undefined) return answer(api.refuse, { message: "refused" });
    if (request.headers.authorization !== `Bearer ${token}`)
      return answer(401, { message: "bad credentials" });
    const list = /^\/repos\/shop\/api\/issues\/7\/comments$/.test(url.pathname);
    const one = /^\/repos\/shop\/api\/issues\/comments\/(\d+)$/.exec(url.pathname);
    if (list && request.method === "GET") {
      const size = Number(url.searchParams.get("per_page"));
      const from = (Number(url.searchParams.get("page")) - 1) * size;
      return answer(200, api.comments.slice(from, from + size));
    }
    const { body } = JSON.parse(await bodyOf(request)) as { body: string };
    if (body.length > 65_536) return answer(422, { message: "body is too long" });
    if (list && request.method === "POST") {
      const comment: Comment = { id: api.comments.length + 1, body, user: { type: "Bot" } };
      api.comments.push(comment);
      return answer(201, comment);
    }
    const found = api.comments.find(({ id }) => id === Number(one?.[1]));
    if (found === undefined || request.method !== "PATCH") return answer(404, { message: "not found" });
    found.body = body;
    return answer(200, found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return api;
};
