import type { Overflow } from '@slack/types';
import { useId } from 'preact/hooks';
import { safeAddress } from '../../text/safe-address.js';
import { MoreIcon } from '../icons.js';
import { useOwner } from './block-owner.js';
import { Popup } from './popup.js';
import { TextView } from './text-object.js';
import { useConfirm } from './use-confirm.js';

type Item = Overflow['options'][number];

/** A button that opens a menu: choosing an item is a click, and opens its address if it has one. */
export function OverflowElement({ element }: { readonly element: Overflow }) {
  const { press } = useOwner();
  const { ask, dialog } = useConfirm(element.confirm);
  const id = useId();
  const choose = ({ url, value = '' }: Item): Promise<void> => {
    if (url !== undefined && safeAddress(url) !== null) open(url, '_blank', 'noopener,noreferrer');
    return press(element.action_id ?? '', { option: value });
  };
  const pick = (item: Item): void => {
    // closed first, so that the focus is back on the button before a dialog takes it
    document.getElementById(`${id}-menu`)?.hidePopover();
    ask(() => choose(item));
  };
  return (
    <>
      <button
        type="button"
        id={id}
        class="button overflow"
        popovertarget={`${id}-menu`}
        aria-haspopup="menu"
        aria-label="More options"
      >
        <MoreIcon />
      </button>
      <Popup id={`${id}-menu`} anchor={id}>
        <div role="menu" aria-labelledby={id} tabIndex={-1} onKeyDown={walk}>
          {element.options.map((item) => (
            <button
              key={item.value}
              type="button"
              role="menuitem"
              class="menu-item"
              tabIndex={-1}
              onClick={() => pick(item)}
            >
              <TextView text={item.text} />
              {item.description !== undefined && (
                <span class="option-description">
                  <TextView text={item.description} />
                </span>
              )}
            </button>
          ))}
        </div>
      </Popup>
      {dialog}
    </>
  );
}

/** The arrow keys go around, and Home and End to either end. */
function walk(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.findIndex((item) => item.matches(':focus'));
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: items.length - 1,
  };
  const next = steps[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}
