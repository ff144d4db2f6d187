import { AppError } from '../../errors.ts';
import type { MinimumGrade } from '../../reports/subscriptions/subscription.ts';
import { asMeant } from '../../webinar/as-meant.ts';
import { parseWebinarRef } from '../../webinar/parse-webinar-ref.ts';
import { badSubscription } from './bad-subscription.ts';
import { takeOptions } from './subscribe-options.ts';
import { toTypedText, withoutQuotes } from './typed-text.ts';

/** What somebody wants to hear of, the host still as typed: an e-mail address goes no further than the hash. */
export type WantedFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'series'; readonly webinarId: string }
  | { readonly kind: 'topic'; readonly text: string }
  | { readonly kind: 'host'; readonly by: 'email' | 'user'; readonly host: string };

export interface SubscribeCommand {
  readonly kind: 'subscribe';
  readonly filter: WantedFilter;
  readonly minimumGrade: MinimumGrade;
  /** null: the channel in which it was typed. */
  readonly channelId: string | null;
  /** Warnings while it runs, too. */
  readonly live?: boolean;
  /** Into the direct messages of whoever types it. */
  readonly toMe?: boolean;
}
export interface UnsubscribeCommand {
  readonly kind: 'unsubscribe';
  readonly filter: WantedFilter | { readonly kind: 'everything' };
  readonly channelId: string | null;
  readonly toMe?: boolean;
}
/** Orders about subscriptions. */
export type SubscriptionCommand = SubscribeCommand | UnsubscribeCommand | { readonly kind: 'subscriptions' };

/** Nobody means more; what follows need not be fast on a megabyte. */
const LONGEST_INPUT = 2_000;
/** Zoom allows no longer ones. */
const LONGEST_TOPIC = 200;
const VERB = /^\s*[-/]*(?:(sub(?:scribe)?)|(unsub(?:scribe)?)|(subs|subscriptions?))(?=\s|$)/i;
const ALL = /^(?:all|everything|every webinar|all webinars)$/i;
const TOPIC = /^topic(?: ?[:：=] ?| |$)/i;
const HOST = /^host(?: ?[:：=] ?| |$)/i;
const MAIL_LINK = /^<mailto:([^|>]+)(?:\|[^>]*)?>$/i;
const SLACK_USER = /^<@[^>]*>$|^@\S+$/;
const LONGEST_LOCAL_PART = 64;
const EMAIL_PART = /^[^\s@<>|]{1,255}$/;
/** 22 characters of base64 with `-` and `_`, as far as anybody has seen. */
const ZOOM_USER = /^[\w-]{15,64}$/;

/**
 * Reads `subscribe …`, `unsubscribe …` and `subscriptions`; null when the text begins with none of them.
 * @throws AppError `bad-subscription` or `registration-link` with the words for the person
 */
export function parseSubscriptionCommand(text: string): SubscriptionCommand | null {
  const verb = VERB.exec(text);
  if (!verb) return null;
  if (verb[3] !== undefined) return { kind: 'subscriptions' };
  const typed = text.slice(verb[0].length);
  if (typed.length > LONGEST_INPUT) throw badSubscription('form', typed);
  const { rest, minimumGrade, channelId, ...flags } = takeOptions(toOneLine(typed));
  const toMe = flags.toMe && ({ toMe: true } as const);
  if (verb[1] !== undefined) {
    const filter: WantedFilter = ALL.test(rest) ? { kind: 'all' } : parseFilter(rest);
    return {
      kind: 'subscribe',
      filter,
      minimumGrade: minimumGrade ?? 'Good',
      channelId,
      ...(flags.live && { live: true }),
      ...toMe,
    };
  }
  return {
    kind: 'unsubscribe',
    filter: ALL.test(rest) ? { kind: 'everything' } : parseFilter(rest),
    channelId,
    ...toMe,
  };
}

function parseFilter(text: string): WantedFilter {
  if (text === '') return { kind: 'all' };
  if (TOPIC.test(text)) return parseTopic(text.replace(TOPIC, ''));
  if (HOST.test(text)) return parseHost(withoutQuotes(text.replace(HOST, '')));
  return parseSeries(text);
}

function parseSeries(text: string): WantedFilter {
  let ref: ReturnType<typeof parseWebinarRef>;
  try {
    ref = parseWebinarRef(text);
  } catch (error) {
    if (error instanceof AppError && error.failure.kind === 'bad-id') throw badSubscription('form', text);
    throw error;
  }
  if (ref.kind === 'uuid') throw badSubscription('occurrence', text);
  return { kind: 'series', webinarId: ref.id };
}

function parseTopic(typed: string): WantedFilter {
  const text = toOneLine(withoutQuotes(toTypedText(typed)).normalize('NFKC'));
  if (!/[\p{L}\p{N}\p{S}]/u.test(text) || text.length > LONGEST_TOPIC) throw badSubscription('topic', typed);
  return { kind: 'topic', text };
}

function parseHost(typed: string): WantedFilter {
  if (SLACK_USER.test(typed)) throw badSubscription('slack-user', typed);
  const host = withoutQuotes(toTypedText(typed.replace(MAIL_LINK, '$1')));
  if (isEmail(host)) return { kind: 'host', by: 'email', host: host.toLowerCase() };
  if (ZOOM_USER.test(host)) return { kind: 'host', by: 'user', host };
  throw badSubscription('host', typed);
}

function toOneLine(text: string): string {
  return asMeant(text).replace(/\s+/g, ' ').trim();
}

/** One `@`, and a dot between two parts of what follows. */
function isEmail(text: string): boolean {
  const [local = '', domain = '', ...more] = text.split('@', 3);
  if (more.length > 0 || local.length > LONGEST_LOCAL_PART || !EMAIL_PART.test(local) || !EMAIL_PART.test(domain))
    return false;
  const dot = domain.lastIndexOf('.', domain.length - 2);
  return dot > 0;
}
