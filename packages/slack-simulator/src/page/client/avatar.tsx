import type { PagePerson } from '../page-state.js';
import { AppIcon } from './icons.js';

const tints = ['berry', 'teal', 'sun', 'sky', 'leaf', 'plum'];

function tintOf(id: string): string {
  const sum = [...id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return tints[sum % tints.length] ?? 'berry';
}

/** A letter on the person's colour, as Slack draws people without a picture. */
export function Avatar({ person }: { readonly person: Pick<PagePerson, 'id' | 'name'> }) {
  return (
    <span class={`avatar ${tintOf(person.id)}`} aria-hidden="true">
      {person.name.slice(0, 1).toUpperCase()}
    </span>
  );
}

export function AppAvatar() {
  return (
    <span class="avatar app" aria-hidden="true">
      <AppIcon />
    </span>
  );
}
