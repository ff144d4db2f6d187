import { z } from 'zod';

/** The parts of a button click that are used. `message` is not among them: Slack leaves it out for ephemeral ones. */
const Click = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).optional(),
  container: z
    .object({
      channel_id: z.string().optional(),
      message_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  response_url: z.string().optional(),
  trigger_id: z.string().optional(),
  actions: z
    .tuple([
      z.object({
        action_id: z.string(),
        value: z.string().optional(),
        /** Of a menu. */
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    ])
    .rest(z.unknown()),
});

/** A click, as the handlers want it. */
export interface ClickContext {
  readonly userId: string;
  readonly channelId: string | null;
  readonly isPrivate: boolean;
  /** Missing for clicks in views. */
  readonly responseUrl: string | null;
  readonly triggerId: string | null;
  readonly actionId: string;
  /** The button's value or that of the menu's entry, as untrusted as anything that comes from outside. */
  readonly value: string;
}

/** @throws ZodError when the payload is not a click */
export function parseClick(body: unknown): ClickContext {
  const click = Click.parse(body);
  return {
    userId: click.user.id,
    channelId: click.channel?.id ?? click.container?.channel_id ?? null,
    isPrivate: click.container?.is_ephemeral ?? false,
    responseUrl: click.response_url ?? null,
    triggerId: click.trigger_id ?? null,
    actionId: click.actions[0].action_id,
    value: click.actions[0].value ?? click.actions[0].selected_option?.value ?? '',
  };
}
