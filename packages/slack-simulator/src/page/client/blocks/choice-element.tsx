import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { useId, useState } from 'preact/hooks';
import { asList, asText, initialValue } from '../../../simulator/elements/stateful-elements.js';
import { useOwner } from './block-owner.js';
import { TextView } from './text-object.js';
import { useConfirm } from './use-confirm.js';

/** Checkboxes of an actions block or beside a section: each tick is a click. */
export function ActionCheckboxes({ element }: { readonly element: Checkboxes }) {
  const { press } = useOwner();
  const { ask, dialog } = useConfirm(element.confirm);
  const [chosen, setChosen] = useState(asList(initialValue(element)));
  const choose = (options: readonly string[]): Promise<void> => {
    setChosen(options);
    return press(element.action_id ?? '', { options });
  };
  return (
    <>
      <CheckboxesView element={element} value={chosen} onChoose={(options) => ask(() => choose(options))} />
      {dialog}
    </>
  );
}

/** Radio buttons of an actions block or beside a section: choosing another one is a click. */
export function ActionRadios({ element }: { readonly element: RadioButtons }) {
  const { press } = useOwner();
  const { ask, dialog } = useConfirm(element.confirm);
  const [chosen, setChosen] = useState(asText(initialValue(element)));
  const choose = (option: string): Promise<void> => {
    setChosen(option);
    return press(element.action_id ?? '', { option });
  };
  return (
    <>
      <RadiosView element={element} value={chosen} onChoose={(option) => ask(() => choose(option))} />
      {dialog}
    </>
  );
}

interface GroupIds {
  readonly labelledBy?: string;
  readonly describedBy?: string;
}

export function CheckboxesView(
  props: GroupIds & {
    readonly element: Checkboxes;
    readonly value: readonly string[];
    readonly onChoose: (values: readonly string[]) => unknown;
  },
) {
  const { element, value, onChoose } = props;
  // in the order of the options, whichever was ticked first
  const toggle = (one: string): unknown =>
    onChoose(
      element.options
        .map((option) => option.value ?? '')
        .filter((candidate) => value.includes(candidate) !== (candidate === one)),
    );
  return (
    <Group {...props}>
      {element.options.map((option) => (
        <Choice
          key={option.value}
          type="checkbox"
          option={option}
          isChosen={value.includes(option.value ?? '')}
          onChoose={() => toggle(option.value ?? '')}
        />
      ))}
    </Group>
  );
}

export function RadiosView(
  props: GroupIds & {
    readonly element: RadioButtons;
    readonly value: string;
    readonly onChoose: (value: string) => unknown;
  },
) {
  const { element, value, onChoose } = props;
  const name = useId();
  return (
    <Group role="radiogroup" {...props}>
      {element.options.map((option) => (
        <Choice
          key={option.value}
          type="radio"
          name={name}
          option={option}
          isChosen={value === option.value}
          onChoose={() => onChoose(option.value ?? '')}
        />
      ))}
    </Group>
  );
}

function Group(props: GroupIds & { readonly role?: 'radiogroup'; readonly children: preact.ComponentChildren }) {
  return (
    <fieldset
      class="options"
      role={props.role}
      aria-labelledby={props.labelledBy}
      aria-label={props.labelledBy === undefined ? 'Options' : undefined}
      aria-describedby={props.describedBy}
    >
      {props.children}
    </fieldset>
  );
}

/** One option with its mark. */
export function Choice(props: {
  readonly type: 'checkbox' | 'radio';
  readonly name?: string;
  readonly option: Option;
  readonly isChosen: boolean;
  readonly isDisabled?: boolean;
  readonly onChoose: () => unknown;
}) {
  const { text, description } = props.option;
  const id = useId();
  return (
    <div class="option">
      <input
        id={id}
        class="option-mark"
        type={props.type}
        name={props.name}
        checked={props.isChosen}
        disabled={props.isDisabled}
        aria-describedby={description === undefined ? undefined : `${id}-more`}
        onChange={props.onChoose}
      />
      <label for={id}>
        <TextView text={text} />
      </label>
      {description !== undefined && (
        <p id={`${id}-more`} class="option-description">
          <TextView text={description} />
        </p>
      )}
    </div>
  );
}
