// The little of jsdom that these tests use; the package carries no types.

declare module "jsdom" {
  interface Node {
    readonly textContent: string;
    getAttribute(name: string): string | null;
    querySelectorAll(selector: string): Iterable<Node> & { readonly length: number };
  }
  export class JSDOM {
    constructor(html: string, options?: { readonly contentType?: string });
    readonly window: { readonly document: Node & { readonly body: Node } };
  }
}
