import { useEffect, useState } from 'react';
import type { FaultName, WireOutcome, WireWebinar, WireZoom } from '../../workspace/wire.ts';
import { act } from '../api.ts';
import { RequestTable } from './request-table.tsx';

interface ZoomPanelProps {
  readonly zoom: WireZoom;
  readonly command: string;
  readonly onType: (text: string) => void;
  readonly onTrouble: (trouble: string) => void;
  readonly onClose: () => void;
}

const FAULTS: readonly { readonly name: FaultName; readonly label: string }[] = [
  { name: '429', label: 'Too many requests (429)' },
  { name: '5xx', label: 'Out of order (503)' },
  { name: 'slow', label: 'Slow: 1.5 s more a call' },
  { name: 'partial', label: 'Partial: half of the people' },
];

const LATENCIES = [0, 50, 200, 1000];

/** What Zoom has, what goes wrong there, and what the bot asked. */
export function ZoomPanel({ zoom, command, onType, onTrouble, onClose }: ZoomPanelProps) {
  const tell = async (outcome: Promise<WireOutcome>) => onTrouble((await outcome).trouble);
  return (
    <aside className="panel" aria-label="Zoom">
      <div className="panel-head">
        <h2>Zoom, played</h2>
        <button type="button" className="plain" aria-label="Close the panel" onClick={onClose}>
          <span aria-hidden="true">✕</span>
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="panel-body" tabIndex={0} aria-label="Zoom panel">
        <h3>Webinars</h3>
        <ul className="webinars">
          {zoom.webinars.map((webinar) => (
            <WebinarItem key={webinar.id} webinar={webinar} command={command} onType={onType} tell={tell} />
          ))}
        </ul>
        <h3>What goes wrong</h3>
        <div className="faults">
          {FAULTS.map(({ name, label }) => (
            <FaultSwitch key={name} name={name} label={label} on={zoom.faults.includes(name)} tell={tell} />
          ))}
          <LatencyChoice ms={zoom.latencyMs} tell={tell} />
        </div>
        <h3>What the bot asked</h3>
        <dl className="counts">
          {zoom.counts.map(({ endpoint, count }) => (
            <div key={endpoint}>
              <dt>{endpoint}</dt>
              <dd>{count.toLocaleString('en-US')}</dd>
            </div>
          ))}
        </dl>
        <Quota what="of today’s quota" used={zoom.usedToday} limit={zoom.perDay} />
        <Quota what="in the busiest second" used={zoom.mostInOneSecond} limit={zoom.perSecond} />
        <RequestTable requests={zoom.requests} total={zoom.total} />
      </section>
    </aside>
  );
}

interface WebinarItemProps {
  readonly webinar: WireWebinar;
  readonly command: string;
  readonly onType: (text: string) => void;
  readonly tell: (outcome: Promise<WireOutcome>) => Promise<void>;
}

function WebinarItem({ webinar, command, onType, tell }: WebinarItemProps) {
  const { topic, what, running, canRun, spoiled, uuid } = webinar;
  const [copied, setCopied] = useState(false);
  const id = spaced(webinar.id);
  return (
    <li>
      <strong>{topic}</strong> {running && <span className="live">running</span>}
      <span className="what">{what}</span>
      <span className="webinar-line">
        <code>{id}</code>
        <button type="button" className="plain" onClick={() => onType(`${command} ${id}`)}>
          Type it<span className="hidden">: the command for {topic}</span>
        </button>
        <button
          type="button"
          className="plain"
          onClick={async () => {
            await navigator.clipboard.writeText(id).catch(() => undefined);
            setCopied(true);
          }}
        >
          {copied ? 'Copied' : 'Copy ID'}
          <span className="hidden"> of {topic}</span>
        </button>
        {canRun && (
          <button type="button" className="slack-button" onClick={() => tell(act(running ? 'end' : 'start', { uuid }))}>
            {running ? 'End it now' : 'Start it again'}
          </button>
        )}
        {canRun && running && (
          <button type="button" className="plain" onClick={() => tell(act(spoiled ? 'heal' : 'spoil', { uuid }))}>
            {spoiled ? 'Heal the voice' : 'Spoil a voice'}
          </button>
        )}
      </span>
    </li>
  );
}

/** Shows the choice at once; the simulator's word comes a moment later, and counts. */
function useChoice<T>(told: T): readonly [T, (value: T) => void] {
  const [chosen, choose] = useState(told);
  useEffect(() => choose(told), [told]);
  return [chosen, choose];
}

type Tell = WebinarItemProps['tell'];

interface FaultSwitchProps {
  readonly name: FaultName;
  readonly label: string;
  readonly on: boolean;
  readonly tell: Tell;
}

function FaultSwitch({ name, label, on, tell }: FaultSwitchProps) {
  const [checked, choose] = useChoice(on);
  return (
    <label>
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        checked={checked}
        onChange={({ target }) => {
          choose(target.checked);
          void tell(act('fault', { name, on: target.checked }));
        }}
      />
      {label}
    </label>
  );
}

function LatencyChoice({ ms, tell }: { readonly ms: number; readonly tell: Tell }) {
  const [chosen, choose] = useChoice(ms);
  return (
    <label>
      Every call takes{' '}
      <select
        value={chosen}
        onChange={({ target }) => {
          choose(Number(target.value));
          void tell(act('latency', { ms: Number(target.value) }));
        }}
      >
        {LATENCIES.map((one) => (
          <option key={one} value={one}>
            {one} ms
          </option>
        ))}
      </select>
    </label>
  );
}

function Quota({ what, used, limit }: { readonly what: string; readonly used: number; readonly limit: number }) {
  return (
    <p className="quota">
      <meter min={0} max={limit} value={used} aria-label={what} />
      <span>
        {used.toLocaleString('en-US')} of {limit.toLocaleString('en-US')} {what}
      </span>
    </p>
  );
}

/** 93201235621 as in an invitation: 932 0123 5621. */
function spaced(id: string): string {
  return id.replace(/^(\d{3})(\d{4})(\d+)$/, '$1 $2 $3');
}
