import { parser } from '@prometheus-io/lezer-promql';

/** What an expression asks for. */
interface Asked {
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** In `by`, `on` and their like. */
  readonly grouping: readonly string[];
}

/** By Prometheus' own grammar. @throws Error when it is no PromQL */
export function parseExpression(text: string): Asked {
  const metrics: { name: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  let isGrouping = false;
  parser.parse(text).iterate({
    enter({ name, type, from, to }) {
      const part = text.slice(from, to);
      if (type.isError) throw new Error(`no PromQL at character ${from}: ${text}`);
      if (name === 'VectorSelector') metrics.push({ name: part.replace(/\{.*$/s, '').trim(), labels: [] });
      if (name === 'GroupingLabels') isGrouping = true;
      if (name === 'LabelName') (isGrouping ? grouping : metrics.at(-1)?.labels)?.push(part);
    },
    leave({ name }) {
      if (name === 'GroupingLabels') isGrouping = false;
    },
  });
  return { metrics, grouping };
}
