import { createServer } from 'node:http';
import { z } from 'zod';
import { listenOnFreePort } from '../../setup/listen.ts';

const Value = z.looseObject({
  stringValue: z.string().optional(),
  intValue: z.union([z.number(), z.string()]).optional(),
});
const Attributes = z.array(z.object({ key: z.string(), value: Value })).default([]);
const Exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              startTimeUnixNano: z.union([z.string(), z.number()]),
              attributes: Attributes,
              status: z.object({ code: z.number().optional(), message: z.string().optional() }).optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly startedAtMs: number;
  /** Which process. */
  readonly instance: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly failed: boolean;
}

/** An OpenTelemetry collector, as far as it takes traces: OTLP over HTTP, in JSON. */
export interface OtlpReceiver {
  readonly url: string;
  /** Every byte that came. */
  readonly bodies: readonly string[];
  spans(): ReceivedSpan[];
  stop(): Promise<void>;
}

/** @param hangs takes requests and never answers */
export async function startOtlpReceiver({ hangs = false } = {}): Promise<OtlpReceiver> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const isRight = request.method === 'POST' && request.url === '/v1/traces';
    bodies.push(Buffer.concat(chunks).toString('utf8'));
    if (hangs) return;
    response.writeHead(isRight ? 200 : 404, { 'content-type': 'application/json' }).end('{}');
  });
  const port = await listenOnFreePort(server);
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    spans: () => bodies.flatMap(readSpans),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readSpans(body: string): ReceivedSpan[] {
  return Exported.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const instance = toRecord(resource.attributes)['service.instance.id'] ?? '';
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ attributes, status, parentSpanId, startTimeUnixNano, ...span }) => ({
        ...span,
        parentSpanId: parentSpanId || null,
        startedAtMs: Number(BigInt(startTimeUnixNano) / 1_000_000n),
        instance,
        attributes: toRecord(attributes),
        failed: status?.code === 2,
      })),
    );
  });
}

function toRecord(attributes: z.infer<typeof Attributes>): Record<string, string> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue ?? '')]),
  );
}

/** A trace as text: each step below the one that led to it, in the order of their beginning. Processes are A, B, … */
export function drawTrace(spans: readonly ReceivedSpan[], traceId: string): string {
  const own = spans.filter((span) => span.traceId === traceId).toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  const instances = [...new Set(own.map(({ instance }) => instance))];
  const draw = (span: ReceivedSpan, depth: number): string[] => {
    const said = Object.entries(span.attributes)
      .filter(([key]) => !/^(?:job\.name|zoom\.endpoint|slack\.method)$/.test(key))
      .map(([key, value]) => ` ${key}=${value}`);
    const letter = String.fromCodePoint(65 + instances.indexOf(span.instance));
    return [
      `${'  '.repeat(depth)}${span.name} [${letter}]${said.join('')}${span.failed ? ' FAILED' : ''}`,
      ...own.filter(({ parentSpanId }) => parentSpanId === span.spanId).flatMap((child) => draw(child, depth + 1)),
    ];
  };
  const roots = own.filter(({ parentSpanId }) => !own.some(({ spanId }) => spanId === parentSpanId));
  return roots.flatMap((root) => draw(root, 0)).join('\n');
}
