import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody, type SimServer, startServer } from '../runtime/http-server.ts';
import { type FeedParts, openFeed } from './feed.ts';
import { inspectMessage, inspectView } from './inspect.ts';
import { servePageFile } from './page/page-files.ts';
import { createPageLoads } from './page-loads.ts';
import { createPersonActs } from './person-acts.ts';
import type { WireOutcome } from './wire.ts';

export interface WorkspaceServerOptions extends FeedParts {
  /** Folder of the built page. */
  readonly page: string;
  /** Taken when it is free. */
  readonly port: number;
}

const id = z.string().min(1).max(100);
const Write = z.object({ user: id, channel: id, text: z.string().min(1).max(4000) });
const Press = z.object({
  user: id,
  channel: id.optional(),
  ts: id.optional(),
  view: id.optional(),
  block: z.string(),
  action: z.string(),
  option: z.string().optional(),
});
const Submit = z.object({ user: id, values: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Close = z.object({ user: id });
const Run = z.object({ uuid: id });
const Fault = z.object({ name: z.enum(['429', '5xx', 'slow', 'partial']), on: z.boolean() });
const Latency = z.object({ ms: z.number().int().min(0).max(10_000) });

const MAX_PAGE_NAME = 64;

/** The page, and the small API by which it looks at the simulators and acts on them. 127.0.0.1 only. */
export async function startWorkspaceServer(options: WorkspaceServerOptions): Promise<SimServer> {
  const { slack, desk, manifest, page, port } = options;
  const acts = createPersonActs(slack, manifest);
  const pageLoads = createPageLoads();
  const posts: Readonly<Record<string, (body: unknown) => WireOutcome | Promise<WireOutcome>>> = {
    write: (body) => {
      const { user, channel, text } = Write.parse(body);
      return acts.write(user, channel, text);
    },
    press: (body) => acts.press(Press.parse(body)),
    submit: (body) => {
      const { user, values } = Submit.parse(body);
      return acts.submit(user, values);
    },
    close: (body) => acts.close(Close.parse(body).user),
    end: (body) => desk.end(Run.parse(body).uuid),
    start: (body) => desk.start(Run.parse(body).uuid),
    spoil: (body) => desk.spoil(Run.parse(body).uuid, true),
    heal: (body) => desk.spoil(Run.parse(body).uuid, false),
    fault: (body) => {
      const { name, on } = Fault.parse(body);
      desk.setFault(name, on);
      return { ok: true, trouble: '' };
    },
    latency: (body) => {
      desk.setLatency(Latency.parse(body).ms);
      return { ok: true, trouble: '' };
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page of another origin must neither read nor act here, whatever name it found for this address.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) {
      response.writeHead(403).end();
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, area, what = '', last = ''] = pathname.split('/');
    if (area !== 'workspace') return servePageFile(page, pathname, response);
    if (request.method === 'POST') return act(what, request, response);
    const user = searchParams.get('user') ?? '';
    if (what === 'feed' && slack.workspace.users.has(user)) {
      const ofPage = searchParams.get('page') ?? '';
      return openFeed(user, ofPage.slice(0, MAX_PAGE_NAME), response, { ...options, pageLoads });
    }
    if (what === 'inspect') {
      const message = slack
        .messagesFor(user, searchParams.get('channel') ?? '')
        .find(({ ts }) => ts === searchParams.get('ts'));
      const view = acts.findView(user, searchParams.get('view') ?? '');
      if (message) return sendJson(response, inspectMessage(message, slack.settings.nativeDataBlocks));
      if (view) return sendJson(response, inspectView(view));
    }
    const file = what === 'files' ? slack.files.get(last) : undefined;
    if (file?.content) {
      const name = encodeURIComponent(file.name);
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${name}`,
      });
      response.end(file.content);
      return;
    }
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  }

  async function act(what: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    // This type makes a browser ask first before it posts here from elsewhere.
    const isJson = request.headers['content-type'] === 'application/json';
    const run = isJson && Object.hasOwn(posts, what) ? posts[what] : undefined;
    if (run === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body: unknown = JSON.parse((await readBody(request)).toString());
    try {
      sendJson(response, await run(body));
    } catch (error) {
      sendJson(response, { ok: false, trouble: error instanceof Error ? error.message : String(error) });
    }
  }

  return startServer(handle, port).catch((error: unknown) => {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken) throw error;
    return startServer(handle);
  });
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
