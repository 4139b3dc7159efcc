// The client: typed documents over HTTP, and subscriptions over a socket that can be cut.
import { createClient, type Client } from "graphql-ws";
import { WebSocket } from "ws";
import type { TypedDocumentString } from "../generated/graphql.js";

export type GraphQLFailure = {
  message: string;
  extensions?: { code?: string; messageFa?: string };
};

export class CallError extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly GraphQLFailure[],
  ) {
    super(errors.map(({ message }) => message).join(" "));
  }

  get code(): string | undefined {
    return this.errors[0]?.extensions?.code;
  }
}

type Answer<Data> = { data?: Data; errors?: GraphQLFailure[] };
type Call = { query?: string; documentId?: string; variables?: unknown };

export class MizanClient {
  constructor(
    readonly origin: string,
    readonly token?: string,
  ) {}

  async run<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
  ): Promise<Data> {
    return this.call<Data>({ query: document.toString(), variables });
  }

  // Names the document by its hash instead of sending it.
  async runTrusted<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
  ): Promise<Data> {
    const documentId = document.__meta__?.["hash"];
    if (typeof documentId !== "string") throw new Error("the document has no hash");
    return this.call<Data>({ documentId, variables });
  }

  // The variable `input.file` goes as a part of its own, as the multipart request specification says.
  async upload<Data, Input extends { file: Blob }>(
    document: TypedDocumentString<Data, { input: Input }>,
    input: Input,
  ): Promise<Data> {
    const variables = { input: { ...input, file: null } };
    const form = new FormData();
    form.set("operations", JSON.stringify({ query: document.toString(), variables }));
    form.set("map", JSON.stringify({ file: ["variables.input.file"] }));
    form.set("file", input.file, "members");
    return this.send<Data>({ "graphql-preflight": "1" }, form);
  }

  async call<Data>(body: Call): Promise<Data> {
    return this.send<Data>({ "content-type": "application/json" }, JSON.stringify(body));
  }

  private async send<Data>(headers: Record<string, string>, body: string | FormData): Promise<Data> {
    const response = await fetch(`${this.origin}/graphql`, {
      method: "POST",
      headers: {
        ...headers,
        accept: "application/graphql-response+json",
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      body,
    });
    const answer = (await response.json()) as Answer<Data>;
    if (answer.errors || !answer.data) throw new CallError(response.status, answer.errors ?? []);
    return answer.data;
  }

  // Results one by one, and what cuts the connection without a goodbye.
  follow<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): { next: () => Promise<Data>; cut: () => void; closed: Promise<number> } {
    const sockets: WebSocket[] = [];
    class Socket extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols);
        sockets.push(this);
      }
    }
    let close: (code: number) => void = () => {};
    const closed = new Promise<number>((resolve) => (close = resolve));
    const client: Client = createClient({
      url: `${this.origin.replace(/^http/, "ws")}/graphql/ws`,
      webSocketImpl: Socket,
      connectionParams: { Authorization: `Bearer ${this.token ?? ""}` },
      retryAttempts: 0,
      on: { closed: (event) => close((event as { code: number }).code) },
    });
    const results = client.iterate<Data>({ query: document.toString(), variables });
    const next = async () => {
      const { value, done } = await results.next();
      if (done || !value.data) throw new Error(`no event: ${JSON.stringify(value ?? null)}`);
      return value.data;
    };
    return { next, cut: () => sockets.forEach((socket) => socket.terminate()), closed };
  }
}
