import { type ReactNode, useId } from 'react';
import type { WireBlock, WireElement, WireOption } from '../../workspace/wire.ts';

/** Says what was put into an input; null empties it. */
export type OnValue = (block: string, action: string, value: Readonly<Record<string, unknown>> | null) => void;

/** A question in a modal. */
export function InputBlock({ block, onValue }: { readonly block: WireBlock; readonly onValue?: OnValue | undefined }) {
  const id = useId();
  const { element, label, hint, optional = false } = block;
  if (element === undefined) return null;
  const tell = (value: Readonly<Record<string, unknown>> | null) =>
    onValue?.(block.block_id ?? '', element.action_id ?? '', value && { type: element.type, ...value });
  const several = element.type === 'checkboxes' || element.type === 'radio_buttons';
  const labelText = `${label?.text ?? ''}${optional ? ' (optional)' : ''}`;
  const note = hint && <p className="input-hint">{hint.text}</p>;
  if (several) {
    return (
      <fieldset className="block-input">
        <legend>{labelText}</legend>
        <Choices element={element} name={id} required={!optional} tell={tell} />
        {note}
      </fieldset>
    );
  }
  return (
    <div className="block-input">
      <label htmlFor={id}>{labelText}</label>
      <Field element={element} id={id} required={!optional} tell={tell} />
      {note}
    </div>
  );
}

interface FieldProps {
  readonly element: WireElement;
  readonly required: boolean;
  readonly tell: (value: Readonly<Record<string, unknown>> | null) => void;
}

const HTML_TYPES: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
};
const CHOSEN_AS: Readonly<Record<string, string>> = { datepicker: 'selected_date', timepicker: 'selected_time' };

function Field({ element, id, required, tell }: FieldProps & { readonly id: string }): ReactNode {
  if (element.type === 'static_select') {
    const options = [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
    const choose = (value: string) => {
      const option = options.find((one) => one.value === value);
      tell(option ? { selected_option: option } : null);
    };
    return (
      <select id={id} required={required} defaultValue="" onChange={({ target }) => choose(target.value)}>
        <option value="">{element.placeholder?.text ?? 'Choose'}</option>
        {options.map(({ text, value }) => (
          <option key={value} value={value}>
            {text.text}
          </option>
        ))}
      </select>
    );
  }
  const common = { id, required, placeholder: element.placeholder?.text, defaultValue: element.initial_value };
  const key = CHOSEN_AS[element.type] ?? 'value';
  const onChange = ({ target }: { target: { value: string } }) =>
    tell(target.value === '' ? null : { [key]: target.value });
  if (element.multiline) return <textarea rows={4} {...common} onChange={onChange} />;
  return <input type={HTML_TYPES[element.type] ?? 'text'} {...common} onChange={onChange} />;
}

function Choices({ element, name, required, tell }: FieldProps & { readonly name: string }) {
  const single = element.type === 'radio_buttons';
  const options = element.options ?? [];
  const isFirst = (option: WireOption) =>
    [element.initial_option, ...(element.initial_options ?? [])].some((one) => one?.value === option.value);

  function change(form: HTMLElement): void {
    const checked = [...form.querySelectorAll('input:checked')].map((input) => input.getAttribute('value'));
    const chosen = options.filter(({ value }) => checked.includes(value));
    tell(single ? { selected_option: chosen[0] ?? null } : { selected_options: chosen });
  }

  return options.map((option) => (
    <label key={option.value} className="choice">
      <input
        type={single ? 'radio' : 'checkbox'}
        name={name}
        value={option.value}
        required={single && required}
        defaultChecked={isFirst(option)}
        onChange={({ target }) => change(target.closest('fieldset') ?? target)}
      />
      {option.text.text}
    </label>
  ));
}
