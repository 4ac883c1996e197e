import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const gap = 4;
const edge = 8;

/** What the button with `popovertarget` set to its id opens below itself. The browser closes it by Escape and by a click elsewhere. */
export function Popup(props: {
  readonly id: string;
  /** The id of the button. */
  readonly anchor: string;
  readonly children: ComponentChildren;
}) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = panel;
    if (current === null) return;
    const follow = (): void => place(current, props.anchor);
    const toggled = (event: Event): void => {
      const isOpen = current.matches(':popover-open');
      const change = isOpen ? addEventListener : removeEventListener;
      change('scroll', follow, true);
      change('resize', follow);
      if (!isOpen || event.target !== current) return;
      follow();
      current.querySelector<HTMLElement>('[role="menuitem"], input')?.focus();
    };
    current.addEventListener('toggle', toggled);
    return () => {
      current.removeEventListener('toggle', toggled);
      removeEventListener('scroll', follow, true);
      removeEventListener('resize', follow);
    };
  }, [props.anchor]);
  return (
    <div ref={panel} id={props.id} class="popup" popover="auto">
      {props.children}
    </div>
  );
}

/** Below its button, or above it where there is more room. */
function place(panel: HTMLElement, anchor: string): void {
  const button = document.getElementById(anchor)?.getBoundingClientRect();
  if (button === undefined) return;
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = button.bottom + gap;
  const above = button.top - gap - height;
  const top = below + height > innerHeight - edge && above >= edge ? above : below;
  panel.style.top = `${top}px`;
  panel.style.left = `${Math.max(edge, Math.min(button.left, innerWidth - width - edge))}px`;
}
