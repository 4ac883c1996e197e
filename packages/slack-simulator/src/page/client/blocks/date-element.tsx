import type { Datepicker } from '@slack/types';
import { useRef, useState } from 'preact/hooks';
import { asText, initialValue } from '../../../simulator/elements/stateful-elements.js';
import { useOwner } from './block-owner.js';
import { useConfirm } from './use-confirm.js';

/** A date picker of an actions block or beside a section: choosing a day is a click. */
export function ActionDate({ element }: { readonly element: Datepicker }) {
  const { press } = useOwner();
  const { ask, dialog } = useConfirm(element.confirm);
  const [chosen, setChosen] = useState(asText(initialValue(element)));
  const [shown, setShown] = useState(chosen);
  const choose = (date: string): void => {
    setShown(chosen);
    if (date === '' || date === chosen) return;
    ask(() => {
      setChosen(date);
      setShown(date);
      return press(element.action_id ?? '', { date });
    });
  };
  return (
    <>
      <DateView element={element} value={shown} onShow={setShown} onChoose={choose} />
      {dialog}
    </>
  );
}

/** The browser's own date input. `onShow` gets each day on the way while it is typed, `onChoose` the one that is chosen. */
export function DateView(props: {
  readonly element: Datepicker;
  readonly value: string;
  readonly id?: string;
  readonly describedBy?: string;
  readonly onShow: (date: string) => void;
  readonly onChoose?: (date: string) => void;
}) {
  const { element, value, onShow, onChoose } = props;
  // typed digit by digit, a year is a day of the years 2, 20 and 202 first
  const isTyping = useRef(false);
  const words = element.placeholder?.text ?? 'Select a date';
  const finish = (date: string): void => {
    if (isTyping.current) onChoose?.(date);
    isTyping.current = false;
  };
  return (
    <span class={value === '' ? 'date empty' : 'date'} data-placeholder={words}>
      <input
        type="date"
        id={props.id}
        value={value}
        aria-label={props.id === undefined ? words : undefined}
        aria-describedby={props.describedBy}
        onKeyDown={(event) => {
          isTyping.current = true;
          if (event.key === 'Enter') finish(event.currentTarget.value);
        }}
        onInput={(event) => {
          onShow(event.currentTarget.value);
          if (!isTyping.current) onChoose?.(event.currentTarget.value);
        }}
        onBlur={(event) => finish(event.currentTarget.value)}
      />
    </span>
  );
}
