import type { MultiStaticSelect, PlainTextOption } from '@slack/types';
import { useId, useState } from 'preact/hooks';
import { asList, initialValue, optionsOf } from '../../../simulator/elements/stateful-elements.js';
import { useOwner } from './block-owner.js';
import { Choice } from './choice-element.js';
import { Popup } from './popup.js';
import { TextView } from './text-object.js';
import { useConfirm } from './use-confirm.js';

/** A multi-select of an actions block or beside a section: each choice is a click. */
export function ActionMultiSelect({ element }: { readonly element: MultiStaticSelect }) {
  const { press } = useOwner();
  const { ask, dialog } = useConfirm(element.confirm);
  const [chosen, setChosen] = useState(asList(initialValue(element)));
  const id = useId();
  const choose = (options: readonly string[]): Promise<void> => {
    setChosen(options);
    return press(element.action_id ?? '', { options });
  };
  return (
    <>
      <MultiSelectView
        element={element}
        value={chosen}
        id={id}
        isLabelled={false}
        onChoose={(options) => ask(() => choose(options))}
      />
      {dialog}
    </>
  );
}

/** A field that shows what is chosen, and opens a list to choose from. */
export function MultiSelectView(props: {
  readonly element: MultiStaticSelect;
  readonly value: readonly string[];
  readonly id: string;
  readonly isLabelled: boolean;
  readonly describedBy?: string;
  readonly onChoose: (values: readonly string[]) => unknown;
}) {
  const { element, value, id, onChoose } = props;
  const words = element.placeholder?.text ?? 'Choose options';
  const chosen = optionsOf(element).filter((option) => value.includes(option.value ?? ''));
  const isFull = value.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const choice = (option: PlainTextOption) => {
    const isChosen = value.includes(option.value ?? '');
    const others = value.filter((one) => one !== option.value);
    return (
      <Choice
        key={option.value}
        type="checkbox"
        option={option}
        isChosen={isChosen}
        isDisabled={isFull && !isChosen}
        onChoose={() => onChoose(isChosen ? others : [...value, option.value ?? ''])}
      />
    );
  };
  return (
    <>
      <button
        type="button"
        id={id}
        class="select multi"
        popovertarget={`${id}-list`}
        aria-label={props.isLabelled ? undefined : words}
        aria-describedby={`${id}-chosen ${props.describedBy ?? ''}`}
      >
        <span id={`${id}-chosen`} class="chosen">
          {chosen.length === 0 && <span class="multi-placeholder">{words}</span>}
          {chosen.map((option) => (
            <span key={option.value} class="token">
              <TextView text={option.text} />
            </span>
          ))}
        </span>
      </button>
      <Popup id={`${id}-list`} anchor={id}>
        {element.options !== undefined && (
          <fieldset class="options" aria-label={words}>
            {element.options.map(choice)}
          </fieldset>
        )}
        {(element.option_groups ?? []).map((group) => (
          <fieldset key={group.label.text} class="options">
            <legend>{group.label.text}</legend>
            {group.options.map(choice)}
          </fieldset>
        ))}
      </Popup>
    </>
  );
}
