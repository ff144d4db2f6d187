import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimClock, realNowMs, type SimClock } from '../runtime/clock.ts';
import { createFaultQueue } from '../runtime/fault-queue.ts';
import { readBody, startServer } from '../runtime/http-server.ts';
import { createRandom } from '../runtime/random.ts';
import { createChangeWatch } from './change-watch.ts';
import { createPeople, type People } from './people/people.ts';
import { postToResponseUrl } from './response-url/response-endpoint.ts';
import { createResponseUrls } from './response-url/response-urls.ts';
import { defaultSlackSettings, type SlackContext, type SlackSettings } from './slack-context.ts';
import { createSocketMode, type SocketMode } from './socket-mode/socket-mode.ts';
import { createFileStore, type SimFile } from './stores/file-store.ts';
import { createMessageStore, type MessageVersion, type SimMessage } from './stores/message-store.ts';
import { createTriggers } from './stores/triggers.ts';
import { createViewStore, type SimView } from './stores/view-store.ts';
import { createWorkspace, SLACK_IDS, type Workspace } from './stores/workspace.ts';
import type { LoggedCall, SimError } from './web-api/call-log.ts';
import { doesWork, type SlackFault, sendFault, sendJson } from './web-api/slack-faults.ts';
import { createSlackRates } from './web-api/slack-rates.ts';
import { receiveUpload } from './web-api/upload.ts';
import { serveWebApi } from './web-api/web-api.ts';

export interface SlackSimOptions extends Partial<SlackSettings> {
  readonly port?: number;
  readonly clock?: SimClock;
}

export interface SlackSim extends People {
  /** For `slackApiUrl`: `http://127.0.0.1:PORT/api/`. */
  readonly apiUrl: string;
  /** Live: change a field and the next request sees it. `botUrl` has to be set before people act. */
  readonly settings: SlackSettings;
  readonly clock: SimClock;
  /** Sockets of bots, where `settings.socketMode` is on. */
  readonly socketMode: SocketMode;
  readonly workspace: Workspace;
  /** Calls of the bot, oldest first. */
  readonly calls: readonly LoggedCall[];
  /** What the bot did too late or wrongly, as seen from Slack. */
  readonly errors: readonly SimError[];
  /** Every version of every message, oldest first. */
  readonly history: readonly MessageVersion[];
  readonly files: ReadonlyMap<string, SimFile>;
  messagesFor(user: string, channel: string): SimMessage[];
  lastMessageFor(user: string, channel: string): SimMessage | undefined;
  /** The message as it stands now; undefined once it is deleted. */
  current(message: SimMessage): SimMessage | undefined;
  /** A person writes something. */
  say(user: string, channel: string, text: string): SimMessage;
  /** A person's modals, the top one last. */
  openViews(user: string): readonly SimView[];
  /**
   * Waits until the probe gives something other than undefined, null or false; asks again after every change.
   * @throws Error after `timeoutMs` (5,000)
   */
  waitFor<T>(probe: () => T | undefined | null | false, timeoutMs?: number): Promise<T>;
  /** Calls the listener whenever something may have changed; the result stops that. */
  onChange(listener: () => void): () => void;
  fail(fault: SlackFault): void;
  clearFaults(): void;
  stop(): Promise<void>;
}

/** Starts a Slack on 127.0.0.1: the server that the bot calls, and the people who use it. */
export async function startSlackSim(options: SlackSimOptions = {}): Promise<SlackSim> {
  const { port = 0, clock = createSimClock(), ...chosen } = options;
  const settings: SlackSettings = { ...defaultSlackSettings(), ...chosen };
  const random = createRandom(20_260_714);
  const calls: LoggedCall[] = [];
  const errors: SimError[] = [];
  const faults = createFaultQueue<SlackFault>();
  const changes = createChangeWatch();
  const socketMode = createSocketMode(settings, changes.changed);
  let base = '';
  const origin = () => base;
  const context: SlackContext = {
    settings,
    clock,
    workspace: createWorkspace(),
    messages: createMessageStore(clock, changes.changed),
    views: createViewStore(random, changes.changed),
    files: createFileStore(random),
    triggers: createTriggers(clock, random, () => settings.triggerErrors),
    responseUrls: createResponseUrls(clock, random, origin, SLACK_IDS.team),
    socketMode,
    origin,
  };
  const reportError = (error: Omit<SimError, 'atMs'>): void => {
    errors.push({ atMs: realNowMs(), ...error });
    changes.changed();
  };
  const parts = { context, calls, faults, rates: createSlackRates(settings, clock) };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    response.setHeader('date', new Date(clock.now()).toUTCString());
    const body = await readBody(request);
    if (path.startsWith('/api/')) {
      await serveWebApi(path.slice('/api/'.length), request, body, response, parts);
    } else if (path.startsWith('/upload/v1/')) {
      const stored = await receiveUpload(path.slice('/upload/v1/'.length), request, body, context.files);
      calls.push({ atMs: realNowMs(), method: 'upload', channel: null, ok: stored, error: stored ? null : 'http_400' });
      response.writeHead(stored ? 200 : 400, { 'content-type': 'text/plain' }).end(stored ? 'OK' : 'bad upload');
    } else if (/^\/(commands|actions)\//.test(path) && request.method === 'POST') {
      const call: LoggedCall = { atMs: realNowMs(), method: 'response_url', channel: null, ok: false, error: null };
      calls.push(call);
      const fault = faults.take('response_url');
      const outcome = doesWork(fault) ? postToResponseUrl(path, body.toString(), context, reportError) : null;
      if (fault?.kind === 'slow') await sleep(fault.delayMs, undefined, { ref: false });
      call.error = fault === undefined ? null : sendFault(response, fault);
      if (call.error !== null || outcome === null) return;
      const error = outcome.body.ok ? null : String(outcome.body.error);
      Object.assign(call, { channel: outcome.channel, ok: outcome.body.ok, error });
      sendJson(response, outcome.status, outcome.body);
    } else {
      response.writeHead(404).end();
    }
    changes.changed();
  };
  const server = await startServer(serve, port, socketMode.upgrade);
  base = server.origin;

  const people = createPeople(context, reportError);
  const { messages, views } = context;
  return {
    ...people,
    apiUrl: `${server.origin}/api/`,
    settings,
    clock,
    socketMode,
    workspace: context.workspace,
    calls,
    errors,
    history: messages.history,
    files: context.files.all,
    messagesFor: messages.messagesFor,
    lastMessageFor: (user, channel) => messages.messagesFor(user, channel).at(-1),
    current: (message) => messages.find(message.channel, message.ts),
    say: (user, channel, text) => messages.post({ user: context.workspace.user(user).id, channel, text }),
    openViews: views.openViews,
    waitFor: changes.waitFor,
    onChange: changes.onChange,
    fail: (fault) => faults.add(fault.channel === undefined ? fault.method : `${fault.method} ${fault.channel}`, fault),
    clearFaults: faults.clear,
    stop() {
      socketMode.stop();
      return server.stop();
    },
  };
}
