import { useState } from 'react';
import type { WireElement } from '../../workspace/wire.ts';
import type { OnPress } from '../workspace-context.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { OverflowMenu } from './overflow-menu.tsx';

interface ElementProps {
  readonly element: WireElement;
  readonly block: string;
  readonly onPress: OnPress;
}

/** A button or menu that really goes to the bot; asks first where the bot wants that. */
export function InteractiveElement({ element, block, onPress }: ElementProps) {
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState<{ readonly option?: string } | null>(null);

  async function send(option?: string): Promise<void> {
    setBusy(true);
    await onPress(block, element, option);
    setBusy(false);
  }

  function press(option?: string): void {
    if (element.confirm) setAsking(option === undefined ? {} : { option });
    else void send(option);
  }

  return (
    <>
      <Control element={element} busy={busy} press={press} />
      {asking && element.confirm && (
        <ConfirmDialog
          confirm={element.confirm}
          onAnswer={(yes) => {
            setAsking(null);
            if (yes) void send(asking.option);
          }}
        />
      )}
    </>
  );
}

interface ControlProps {
  readonly element: WireElement;
  readonly busy: boolean;
  readonly press: (option?: string) => void;
}

function Control({ element, busy, press }: ControlProps) {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return (
        <button
          type="button"
          className={`slack-button ${element.style ?? ''}`}
          aria-label={element.accessibility_label}
          aria-busy={busy}
          data-action={element.action_id}
          onClick={() => {
            if (element.url) window.open(element.url, '_blank', 'noreferrer');
            if (!busy) press();
          }}
        >
          {labelOf(element)}
        </button>
      );
    case 'overflow':
      return <OverflowMenu options={element.options ?? []} busy={busy} onChoose={press} />;
    case 'static_select': {
      const groups = element.option_groups ?? [];
      const options = [...(element.options ?? []), ...groups.flatMap((group) => group.options)];
      return (
        <select
          className="slack-select"
          aria-label={element.placeholder?.text ?? 'Choose'}
          aria-busy={busy}
          value={element.initial_option?.value ?? ''}
          onChange={({ target }) => press(options.find(({ value }) => value === target.value)?.text.text)}
        >
          {element.initial_option === undefined && <option value="">{element.placeholder?.text ?? 'Choose'}</option>}
          {options.map(({ text, value }) => (
            <option key={value} value={value}>
              {text.text}
            </option>
          ))}
        </select>
      );
    }
    default:
      return <span className="unknown-element">({element.type}: not playable in this workspace)</span>;
  }
}

function labelOf({ text }: WireElement): string {
  return typeof text === 'object' ? text.text : (text ?? '');
}
