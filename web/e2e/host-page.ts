// A page of another site, under a policy of its own that allows the chat as docs/embedding.md says.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

export class HostPage {
  readonly #server: Server;
  body = '';

  /** `chat` is the origin of the server whose chat it shows. */
  private constructor(chat: string) {
    const policy = `default-src 'none'; script-src ${chat}; connect-src ${chat}; img-src data:`;
    this.#server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy });
      response.end(
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>` +
          `<link rel="icon" href="data:,"><script type="module" src="${chat}/embed.js"></script></head>` +
          `<body><main><h1>A shop</h1>${this.body}</main></body></html>`,
      );
    });
  }

  static async start(chat: string): Promise<HostPage> {
    const host = new HostPage(chat);
    host.#server.listen(0, 'localhost');
    await once(host.#server, 'listening');
    return host;
  }

  get origin(): string {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the host page is not served');
    return `http://localhost:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
