import type { PlainTextOption, StaticSelect } from '@slack/types';
import { useState } from 'preact/hooks';
import { asText, initialValue } from '../../../simulator/elements/stateful-elements.js';
import { useOwner } from './block-owner.js';
import { useConfirm } from './use-confirm.js';

/** A select of an actions block or beside a section: choosing is a click. */
export function ActionSelect({ element }: { readonly element: StaticSelect }) {
  const { press } = useOwner();
  const { ask, dialog } = useConfirm(element.confirm);
  const [chosen, setChosen] = useState(asText(initialValue(element)));
  const choose = (option: string): Promise<void> => {
    setChosen(option);
    return press(element.action_id ?? '', { option });
  };
  return (
    <>
      <StaticSelectView element={element} value={chosen} onChoose={(option) => ask(() => choose(option))} />
      {dialog}
    </>
  );
}

export function StaticSelectView(props: {
  readonly element: StaticSelect;
  readonly value: string;
  readonly id?: string;
  readonly describedBy?: string;
  readonly onChoose: (value: string) => unknown;
}) {
  const { element, value } = props;
  const words = element.placeholder?.text ?? 'Choose an option';
  return (
    <select
      id={props.id}
      class="select"
      value={value}
      aria-label={props.id === undefined ? words : undefined}
      aria-describedby={props.describedBy}
      onChange={(event) => props.onChoose(event.currentTarget.value)}
    >
      {value === '' && (
        <option value="" disabled>
          {words}
        </option>
      )}
      <Options options={element.options ?? []} />
      {(element.option_groups ?? []).map((group) => (
        <optgroup key={group.label.text} label={group.label.text}>
          <Options options={group.options} />
        </optgroup>
      ))}
    </select>
  );
}

function Options({
  options,
}: {
  readonly options: readonly { readonly text: { readonly text: string }; readonly value?: PlainTextOption['value'] }[];
}) {
  return (
    <>
      {options.map((option) => (
        <option key={option.value} value={option.value ?? ''}>
          {option.text.text}
        </option>
      ))}
    </>
  );
}
