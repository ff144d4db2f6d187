import { z } from 'zod';
import { DataTable, DataVisualization, RichText, Table } from './data.ts';
import {
  Accessory,
  ActionsElement,
  Button,
  blockId,
  ImageElement,
  InputElement,
  markup,
  plainText,
  textObject,
} from './objects.ts';

const Section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: textObject(3000).optional(),
    fields: z.array(textObject(2000)).min(1).max(10).optional(),
    accessory: Accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((section) => section.text !== undefined || section.fields !== undefined, {
    message: 'missing required field: text',
  });

const Header = z.strictObject({
  type: z.literal('header'),
  block_id: blockId,
  text: plainText(150),
  level: z.number().int().min(1).max(4).optional(),
});

const Context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(3000), markup(3000), ImageElement]))
    .min(1)
    .max(10),
});

const Actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z.array(ActionsElement).min(1).max(25),
});

const Divider = z.strictObject({ type: z.literal('divider'), block_id: blockId });

const Image = z
  .strictObject({
    type: z.literal('image'),
    block_id: blockId,
    image_url: z.string().min(1).max(3000).optional(),
    slack_file: z.looseObject({}).optional(),
    alt_text: z.string().min(1).max(2000),
    title: plainText(2000).optional(),
  })
  .refine((image) => (image.image_url === undefined) !== (image.slack_file === undefined), {
    message: 'must have exactly one of image_url and slack_file',
  });

const Input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: InputElement,
});

const Video = z.looseObject({
  type: z.literal('video'),
  block_id: blockId,
  alt_text: z.string().min(1),
  title: plainText(199),
  video_url: z.string().min(1),
  thumbnail_url: z.string().min(1),
  author_name: z.string().max(49).optional(),
});

const Markdown = z.strictObject({
  type: z.literal('markdown'),
  block_id: blockId,
  text: z.string().min(1).max(12_000),
});

const Card = z.strictObject({
  type: z.literal('card'),
  block_id: blockId,
  hero_image: ImageElement.optional(),
  icon: ImageElement.optional(),
  slack_icon: z.looseObject({}).optional(),
  title: textObject(150).optional(),
  subtitle: textObject(150).optional(),
  body: textObject(200).optional(),
  subtext: textObject(200).optional(),
  actions: z.array(Button).max(3).optional(),
});

const Carousel = z.strictObject({
  type: z.literal('carousel'),
  block_id: blockId,
  elements: z.array(Card).min(1).max(10),
});

const Alert = z.strictObject({
  type: z.literal('alert'),
  block_id: blockId,
  text: textObject(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const ContextActions = z.strictObject({
  type: z.literal('context_actions'),
  block_id: blockId,
  elements: z
    .array(z.looseObject({ type: z.enum(['feedback_buttons', 'icon_button']) }))
    .min(1)
    .max(5),
});

const ContainerChild = z.discriminatedUnion('type', [
  Actions,
  Context,
  Divider,
  Header,
  Image,
  Input,
  RichText,
  Section,
  Table,
  Video,
]);

const Container = z.looseObject({
  type: z.literal('container'),
  block_id: blockId,
  title: plainText(150).optional(),
  rich_text_title: RichText.optional(),
  subtitle: textObject(150).optional(),
  child_blocks: z.array(ContainerChild).min(1).max(10),
  is_collapsible: z.boolean().optional(),
});

const Plan = z.looseObject({ type: z.literal('plan'), block_id: blockId, title: z.string().min(1) });
const TaskCard = z.looseObject({
  type: z.literal('task_card'),
  block_id: blockId,
  title: z.string().min(1),
  status: z.string().refine((status) => status !== 'pending', { message: 'pending is for tasks inside a plan only' }),
});

const EVERYWHERE = [Section, Header, Context, Actions, Divider, Image, Input, RichText, Video] as const;

/** A block of a message. `file` cannot be posted by apps. */
export const MessageBlock = z.discriminatedUnion('type', [
  ...EVERYWHERE,
  Markdown,
  Table,
  DataTable,
  DataVisualization,
  Card,
  Carousel,
  Container,
  ContextActions,
  Plan,
  TaskCard,
]);

/** A block of a modal: no tables, no charts. */
export const ModalBlock = z.discriminatedUnion('type', [...EVERYWHERE, Alert]);
