import { type Answer, ok } from '../api/answer.ts';
import type { AnswerContext } from '../api/answer-webinar.ts';

/** One event subscription of the app, as the documents of 2026-02 have it; more fields are not known. */
export interface SimSubscription {
  event_subscription_name: string;
  events: string[];
  /** Of the kind webhook. */
  event_webhook_url?: string;
  subscription_scope: 'account' | 'user' | 'master_account';
  created_source: 'default' | 'openapi';
}

/** GET /marketplace/app/event_subscription. */
export function answerSubscriptions({ settings }: AnswerContext): Answer {
  return ok({ event_subscriptions: settings.subscriptions, next_page_token: '', page_size: 30 });
}
