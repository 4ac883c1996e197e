import { useEffect, useState } from 'preact/hooks';
import type { PageConversation, PagePerson } from '../page-state.js';
import { AppAvatar, Avatar } from './avatar.js';
import { HashIcon, LockIcon } from './icons.js';
import { usePage } from './page-context.js';
import { homePlace } from './use-address.js';

export interface Walk {
  readonly onWalk: (place: string, as?: string) => void;
}

export function Sidebar({ place, onWalk }: Walk & { readonly place: string | null }) {
  const { state } = usePage();
  const isUnread = useUnread(state.conversations, `${state.me.id} ${place}`, place);
  const channels = state.conversations.filter(({ type }) => type === 'channel');
  const direct = state.conversations.find(({ type }) => type === 'direct');
  const isInApp = place === homePlace || (direct !== undefined && place === direct.id);
  return (
    <nav class="sidebar" aria-label="Channels and people">
      <p class="workspace">{state.workspace}</p>
      <h2>Channels</h2>
      <ul>
        {channels.map((channel) => (
          <li key={channel.id}>
            <Entry
              current={channel.id === place}
              unread={isUnread(channel)}
              onClick={() => onWalk(channel.id)}
              icon={channel.private ? <LockIcon /> : <HashIcon />}
              name={channel.name}
              note={noteOn(channel)}
            />
          </li>
        ))}
      </ul>
      <h2>Apps</h2>
      <ul>
        <li>
          <Entry
            current={isInApp}
            unread={direct !== undefined && isUnread(direct)}
            onClick={() => onWalk(direct !== undefined && isUnread(direct) ? direct.id : homePlace)}
            icon={<AppAvatar />}
            name={state.app.name}
            note=""
          />
        </li>
      </ul>
      <People place={place} onWalk={onWalk} />
    </nav>
  );
}

function People({ place, onWalk }: Walk & { readonly place: string | null }) {
  const { state } = usePage();
  return (
    <>
      <h2 id="act-as">Act as</h2>
      <ul aria-labelledby="act-as">
        {state.people
          .filter(({ id }) => id !== state.app.botUserId)
          .map((person) => (
            <li key={person.id}>
              <button
                type="button"
                class="entry"
                aria-pressed={person.id === state.me.id}
                disabled={person.role === 'deactivated'}
                onClick={() => onWalk(place ?? homePlace, person.id)}
              >
                <Avatar person={person} />
                <span class="entry-name">{person.name}</span>
                <RoleTag person={person} me={state.me} />
              </button>
            </li>
          ))}
      </ul>
    </>
  );
}

function RoleTag({ person, me }: { readonly person: PagePerson; readonly me: PagePerson }) {
  if (person.id === me.id) return <span class="tag you">you</span>;
  return person.role === 'member' ? null : <span class="tag">{person.role}</span>;
}

function Entry(props: {
  readonly current: boolean;
  readonly unread: boolean;
  readonly onClick: () => void;
  readonly icon: preact.JSX.Element;
  readonly name: string;
  readonly note: string;
}) {
  return (
    <button
      type="button"
      class={props.unread ? 'entry unread' : 'entry'}
      aria-current={props.current ? 'page' : undefined}
      onClick={props.onClick}
    >
      {props.icon}
      <span class="entry-name">{props.name}</span>
      {props.note !== '' && <span class="tag">{props.note}</span>}
      {props.unread && <span class="unseen">new</span>}
    </button>
  );
}

function noteOn({ archived, externallyShared, appIsMember }: PageConversation): string {
  if (archived) return 'archived';
  if (externallyShared) return 'shared';
  return appIsMember ? '' : 'app is not in';
}

/** A conversation is unread while it holds something newer than when this person last looked. */
function useUnread(conversations: readonly PageConversation[], looking: string, place: string | null) {
  const [seen, setSeen] = useState<Readonly<Record<string, string>>>({});
  const [me = ''] = looking.split(' ');
  const key = (id: string): string => `${me} ${id}`;
  const latest = conversations.find(({ id }) => id === place)?.latestTs ?? '';
  useEffect(() => {
    if (place !== null) setSeen((before) => ({ ...before, [key(place)]: latest }));
  }, [looking, latest]);
  return ({ id, latestTs }: PageConversation): boolean =>
    id !== place && latestTs !== null && latestTs > (seen[key(id)] ?? '');
}
