import { z } from 'zod';

/** `plain_text` of 1 to `max` characters. */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

/** `mrkdwn` of 1 to `max` characters. */
export function markup(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

/** Either kind of text object. */
export function textObject(max: number) {
  return z.discriminatedUnion('type', [plainText(max), markup(max)]);
}

export const blockId = z.string().min(1).max(255).optional();
const actionId = z.string().min(1).max(255).optional();

const Confirm = z.strictObject({
  title: plainText(100),
  text: textObject(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

export const Button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: actionId,
  url: z.string().min(1).max(3000).optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: Confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});

const PlainOption = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(75),
  description: plainText(75).optional(),
});

const RichOption = z.strictObject({
  text: textObject(75),
  value: z.string().min(1).max(75),
  description: textObject(75).optional(),
});

const common = { action_id: actionId, confirm: Confirm.optional(), focus_on_load: z.boolean().optional() };
const placeholder = plainText(150).optional();

const StaticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...common,
  placeholder,
  options: z.array(PlainOption).min(1).max(100).optional(),
  option_groups: z
    .array(z.strictObject({ label: plainText(75), options: z.array(PlainOption).min(1).max(100) }))
    .max(100)
    .optional(),
  initial_option: PlainOption.optional(),
});

const Overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  confirm: Confirm.optional(),
  options: z
    .array(PlainOption.extend({ url: z.string().max(3000).optional() }))
    .min(1)
    .max(5),
});

const Checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...common,
  options: z.array(RichOption).min(1).max(10),
  initial_options: z.array(RichOption).min(1).max(10).optional(),
});

const RadioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...common,
  options: z.array(RichOption).min(1).max(10),
  initial_option: RichOption.optional(),
});

/** Elements the simulator knows by name only. */
function named<Name extends string>(name: Name) {
  return z.looseObject({ type: z.literal(name), action_id: actionId });
}

const PICKERS = [
  named('users_select'),
  named('conversations_select'),
  named('channels_select'),
  named('external_select'),
  named('multi_static_select'),
  named('multi_users_select'),
  named('multi_conversations_select'),
  named('multi_channels_select'),
  named('multi_external_select'),
  named('datepicker'),
  named('timepicker'),
] as const;

/** `image` as an element; the text for those who cannot see it is required. */
export const ImageElement = z
  .strictObject({
    type: z.literal('image'),
    image_url: z.string().min(1).max(3000).optional(),
    slack_file: z.looseObject({}).optional(),
    alt_text: z.string().min(1).max(2000),
  })
  .refine((image) => (image.image_url === undefined) !== (image.slack_file === undefined), {
    message: 'must have exactly one of image_url and slack_file',
  });

/** What may stand in an actions block. */
export const ActionsElement = z.discriminatedUnion('type', [
  Button,
  StaticSelect,
  Overflow,
  Checkboxes,
  RadioButtons,
  ...PICKERS,
  named('datetimepicker'),
  named('workflow_button'),
  named('rich_text_input'),
]);

/** What may stand beside a section's text. */
export const Accessory = z.discriminatedUnion('type', [
  Button,
  StaticSelect,
  Overflow,
  Checkboxes,
  RadioButtons,
  ImageElement,
  ...PICKERS,
  named('workflow_button'),
]);

/** What an input block may hold. */
export const InputElement = z.discriminatedUnion('type', [
  StaticSelect,
  Checkboxes,
  RadioButtons,
  ...PICKERS,
  named('datetimepicker'),
  named('plain_text_input'),
  named('email_text_input'),
  named('url_text_input'),
  named('number_input'),
  named('file_input'),
  named('rich_text_input'),
]);
