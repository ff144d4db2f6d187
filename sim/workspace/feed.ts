import type { ServerResponse } from 'node:http';
import type { SlackSim } from '../slack/slack-sim.ts';
import type { SimMessage } from '../slack/stores/message-store.ts';
import { SLACK_IDS } from '../slack/stores/workspace.ts';
import type { AppManifest } from './manifest.ts';
import type { PageLoads } from './page-loads.ts';
import { wireChannels, wireMessage, wirePeople, wireView } from './to-wire.ts';
import type { WireEvent, WireHello } from './wire.ts';
import type { ZoomDesk } from './zoom-desk.ts';

/** Often enough to be seen moving, seldom enough to cost nothing. */
const ZOOM_EVERY_MS = 250;

export interface FeedParts {
  readonly slack: SlackSim;
  readonly desk: ZoomDesk;
  readonly manifest: AppManifest;
}

/**
 * Sends a person everything he sees, and from then on what changes, as server-sent events.
 * @param page what the page calls itself since it was loaded
 */
export function openFeed(
  user: string,
  page: string,
  response: ServerResponse,
  parts: FeedParts & { readonly pageLoads: PageLoads },
): void {
  const { slack, desk, manifest, pageLoads } = parts;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = (event: WireEvent) => response.write(`data: ${JSON.stringify(event)}\n\n`);
  /** Only what differs from the last time. */
  const sentParts = new Map<string, string>();
  const sendIfNew = (event: WireEvent) => {
    const text = JSON.stringify(event);
    if (sentParts.get(event.type) === text) return;
    sentParts.set(event.type, text);
    response.write(`data: ${text}\n\n`);
  };
  const views = () => slack.openViews(user).map(wireView);
  const channels = () => wireChannels(user, slack, manifest.readOnlyDirect);

  send(hello(user, pageLoads.placeOf(page, slack.history.length), parts));
  let seen = slack.history.length;
  let flushing = false;

  function flush(): void {
    flushing = false;
    const fresh = slack.history.slice(seen);
    seen = slack.history.length;
    for (const { message } of fresh) {
      const inside = slack.workspace.channels.get(message.channel)?.members.has(user) ?? false;
      const visible = message.ephemeralFor === undefined || message.ephemeralFor === user;
      if (inside && visible) send({ type: 'message', message: wireMessage(message, slack) });
    }
    sendIfNew({ type: 'views', views: views() });
    sendIfNew({ type: 'channels', channels: channels() });
  }

  const stopListening = slack.onChange(() => {
    // Changes come in bursts; one look at the end of the turn sees them all.
    if (!flushing) setImmediate(flush);
    flushing = true;
  });
  const timer = setInterval(() => sendIfNew({ type: 'zoom', zoom: desk.state() }), ZOOM_EVERY_MS);
  response.on('close', () => {
    stopListening();
    clearInterval(timer);
  });
}

function hello(user: string, loadedAt: number, { slack, desk, manifest }: FeedParts): WireHello {
  const since = new Set(slack.history.slice(loadedAt).map(({ message }) => message.ts));
  const isShown = ({ ephemeralFor, ts }: SimMessage) => ephemeralFor === undefined || since.has(ts);
  const people = wirePeople(slack);
  const channels = wireChannels(user, slack, manifest.readOnlyDirect);
  return {
    type: 'hello',
    you: user,
    people,
    players: people.filter(({ id }) => id === SLACK_IDS.apple || id === SLACK_IDS.banana),
    channels,
    commands: manifest.commands,
    messages: channels.flatMap(({ id }) =>
      slack
        .messagesFor(user, id)
        .filter(isShown)
        .map((message) => wireMessage(message, slack)),
    ),
    views: slack.openViews(user).map(wireView),
    zoom: desk.state(),
  };
}
