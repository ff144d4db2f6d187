import { z } from 'zod';
import { Button, blockId } from './objects.ts';

const Inline = z.looseObject({ type: z.string() });
const RichSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(Inline) });

export const RichText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: blockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        RichSection,
        z.strictObject({
          type: z.literal('rich_text_list'),
          elements: z.array(RichSection),
          style: z.enum(['bullet', 'ordered']),
          indent: z.number().int().min(0).max(8).optional(),
          offset: z.number().int().min(0).optional(),
          border: z.number().int().min(0).max(1).optional(),
        }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(Inline),
          border: z.number().int().min(0).max(1).optional(),
          language: z.string().optional(),
        }),
        z.strictObject({
          type: z.literal('rich_text_quote'),
          elements: z.array(Inline),
          border: z.number().int().min(0).max(1).optional(),
        }),
      ]),
    )
    .min(1),
});

const RawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const RawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().optional() });

export const Table = z.strictObject({
  type: z.literal('table'),
  block_id: blockId,
  rows: z
    .array(
      z
        .array(z.discriminatedUnion('type', [RawText, RichText]))
        .min(1)
        .max(20),
    )
    .min(1)
    .max(100),
  column_settings: z
    .array(
      z
        .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
        .nullable(),
    )
    .max(20)
    .optional(),
});

/** A button in a row. Clients without them show the fallback. */
const ActionCell = z.strictObject({
  type: z.literal('action_cell'),
  element: Button.extend({ action_id: z.string().min(1).max(255) }),
  fallback: z.discriminatedUnion('type', [RawText, RawNumber]),
});

/** The action_ids of the buttons in a data table, in reading order. */
export function tableActionIds(rows: unknown): string[] {
  const cells = z.array(z.array(z.unknown())).catch([]).parse(rows).flat();
  return cells.flatMap((cell) => ActionCell.safeParse(cell).data?.element.action_id ?? []);
}

export const DataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: blockId,
    caption: z.string().min(1),
    rows: z
      .array(
        z
          .array(z.discriminatedUnion('type', [RawText, RawNumber, RichText, ActionCell]))
          .min(1)
          .max(20),
      )
      .min(2)
      .max(201),
    page_size: z.number().int().min(1).max(100).optional(),
    row_header_column_index: z.number().int().min(0).optional(),
  })
  .refine(({ rows }) => rows.every((row) => row.length === rows[0]?.length), {
    message: 'all rows must have the same length',
    path: ['rows'],
  })
  .refine(({ rows }) => rows[0]?.every((cell) => cell.type !== 'rich_text' && cell.type !== 'action_cell') ?? true, {
    message: 'the header row must not hold rich text or buttons',
    path: ['rows', 0],
  });

const label = z.string().min(1).max(20);
const Axis = z.strictObject({
  categories: z.array(label).min(1).max(20),
  x_label: z.string().max(50).optional(),
  y_label: z.string().max(50).optional(),
});
const Series = z.strictObject({
  name: label,
  data: z
    .array(z.strictObject({ label, value: z.number() }))
    .min(1)
    .max(20),
});
const xy = { series: z.array(Series).min(1).max(12), axis_config: Axis };

const Chart = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('pie'),
    segments: z
      .array(z.strictObject({ label, value: z.number().positive() }))
      .min(1)
      .max(12),
  }),
  z.strictObject({ type: z.literal('bar'), ...xy }),
  z.strictObject({ type: z.literal('line'), ...xy }),
  z.strictObject({ type: z.literal('area'), ...xy }),
]);

export const DataVisualization = z
  .strictObject({
    type: z.literal('data_visualization'),
    block_id: blockId,
    title: z.string().min(1).max(50),
    chart: Chart,
  })
  .superRefine(({ chart }, context) => {
    if (chart.type === 'pie') return;
    const { categories } = chart.axis_config;
    const complain = (message: string, path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path });
    if (new Set(categories).size < categories.length) {
      complain('categories must be unique', ['chart', 'axis_config', 'categories']);
    }
    if (new Set(chart.series.map((series) => series.name)).size < chart.series.length) {
      complain('names must be unique', ['chart', 'series']);
    }
    for (const [index, { data }] of chart.series.entries()) {
      const labels = data.map((point) => point.label);
      if (labels.length !== categories.length || categories.some((category) => !labels.includes(category))) {
        complain('must have one point for each category', ['chart', 'series', index, 'data']);
      }
    }
  });
