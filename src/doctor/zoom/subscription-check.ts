import { z } from 'zod';
import type { Config } from '../../config.ts';
import { advice, type CheckResult, good, unseen, wrong } from '../check.ts';
import type { AskZoom } from './ask-zoom.ts';

const NAME = 'Zoom event subscription';
const QOS = 'webinar.participant_qos_summary';
const ENDED = 'webinar.ended';
const ADD_EVENTS = 'Zoom app → Feature → Event Subscriptions → Add Events';

/** One subscription. The names of fields are Zoom's; what is not documented may be missing. */
const Subscription = z.looseObject({
  events: z.array(z.string()).catch([]),
  event_webhook_url: z.string().optional().catch(undefined),
  /** Not documented: whatever says that Zoom has stopped sending. */
  status: z.string().optional().catch(undefined),
  enabled: z.boolean().optional().catch(undefined),
});
type Subscription = z.infer<typeof Subscription>;

/** What the list is called is not told; there is one. */
const Subscriptions = z.looseObject({}).transform((page) => {
  const list = Object.values(page).find((value): value is unknown[] => Array.isArray(value)) ?? [];
  return list.flatMap((row) => Subscription.safeParse(row).data ?? []);
});

interface Ways extends Pick<Config['zoom'], 'webhookSecrets' | 'subscriptionId'> {
  /** Whether the public address is tried, too. */
  readonly isCalledFromOutside: boolean;
}

/** What Zoom sends, and where to, by its own list of the app's subscriptions. */
export async function checkSubscriptions(askZoom: AskZoom, ways: Ways): Promise<CheckResult[]> {
  const answer = await askZoom('/marketplace/app/event_subscription', Subscriptions);
  if (answer.kind === 'trouble') {
    if (answer.fault?.meaning === 'scope-missing') {
      return [advice(NAME, 'Zoom does not let this app list its subscriptions', `Look yourself: ${ADD_EVENTS}`)];
    }
    return [unseen(NAME, answer.said, answer.act)];
  }
  return tellSubscriptions(answer.value, ways);
}

export function tellSubscriptions(subscriptions: readonly Subscription[], ways: Ways): CheckResult[] {
  const active = subscriptions.filter((one) => !isDisabled(one));
  const events = new Set(active.flatMap((one) => one.events));
  if (!events.has(QOS)) {
    const isOff = subscriptions.some((one) => isDisabled(one) && one.events.includes(QOS));
    return [
      isOff
        ? wrong(
            NAME,
            'Zoom has disabled it, as it does when the address failed its checks six times in a row',
            'Start the bot, then Zoom app → Feature → Event Subscriptions → Validate, and save',
          )
        : wrong(NAME, `${QOS} is not subscribed: Zoom gives no quality data without it`, `${ADD_EVENTS} → ${QOS}`),
    ];
  }
  return [
    good(NAME, `${QOS} is subscribed`),
    events.has(ENDED)
      ? good(NAME, `${ENDED} is subscribed`)
      : advice(NAME, `${ENDED} is not subscribed: automatic reports come by search, late`, `${ADD_EVENTS} → ${ENDED}`),
    ...tellEndpoints(active, ways),
  ];
}

/** Of addresses only the path is told. */
function tellEndpoints(
  active: readonly Subscription[],
  { webhookSecrets, subscriptionId, isCalledFromOutside }: Ways,
): CheckResult[] {
  const name = 'Zoom event address';
  const urls = active.flatMap(({ event_webhook_url: url }) => (url ? (URL.parse(url) ?? []) : []));
  const webhooks = urls.filter(({ protocol }) => protocol === 'https:' || protocol === 'http:');
  if (webhooks.length === 0) {
    if (webhookSecrets.length === 0 || subscriptionId !== null) return [];
    return [
      advice(
        name,
        'ZOOM_WEBHOOK_SECRET_TOKEN is set, and no subscription has an address',
        'Give the subscription the address https://…/zoom/events, or set ZOOM_WEBSOCKET_SUBSCRIPTION_ID',
      ),
    ];
  }
  const elsewhere = webhooks.find(({ pathname }) => pathname !== '/zoom/events');
  if (elsewhere !== undefined && webhooks.every(({ pathname }) => pathname !== '/zoom/events')) {
    const act = 'Zoom app → Feature → Event Subscriptions → endpoint URL: the bot’s address with /zoom/events';
    return [
      wrong(name, `Zoom sends to the path ${elsewhere.pathname.slice(0, 60)}, where the bot does not listen`, act),
    ];
  }
  if (webhookSecrets.length === 0) {
    return [
      wrong(
        name,
        'Zoom sends events to /zoom/events, and the bot answers 404 there without ZOOM_WEBHOOK_SECRET_TOKEN',
        'Copy it: Zoom app → Feature → Secret Token',
      ),
    ];
  }
  if (isCalledFromOutside) return [good(name, 'Zoom sends to /zoom/events')];
  const said =
    'Zoom sends to /zoom/events; whether that reaches the bot, and the secret fits, cannot be seen from here';
  return [advice(name, said, 'Give the public address with --url')];
}

function isDisabled({ status, enabled }: Subscription): boolean {
  return enabled === false || /disabled|inactive/i.test(status ?? '');
}
