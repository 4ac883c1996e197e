import type { PageConditions } from '../../workspace/page-conditions.js';
import { HashIcon, LockIcon } from '../icons.js';
import { usePage } from '../page-context.js';
import type { Changing } from './changing.js';

type Channel = PageConditions['channels'][number];

/** Which channels the app is in, and which are archived. */
export function ChannelControls({ change }: Changing) {
  const { state } = usePage();
  return (
    <section>
      <h2>Channels</h2>
      <ul class="condition-list">
        {state.conditions.channels.map((channel) => (
          <li key={channel.id}>
            <span class="condition-name">
              {channel.private ? <LockIcon /> : <HashIcon />}
              {channel.name}
            </span>
            <ChannelNote channel={channel} />
            <span class="condition-buttons">
              <MembershipButton channel={channel} change={change} />
              <ArchiveButton channel={channel} change={change} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ChannelNote({ channel }: { readonly channel: Channel }) {
  if (channel.archived) return <span class="tag on">archived</span>;
  return channel.appIsMember ? <span class="tag">app is in</span> : <span class="tag on">app is not in</span>;
}

function MembershipButton({ channel, change }: Changing & { readonly channel: Channel }) {
  const { id, name, appIsMember, archived } = channel;
  const words = appIsMember ? 'Remove app' : 'Invite app';
  return (
    <button
      type="button"
      class="button"
      aria-label={`${words}: #${name}`}
      disabled={archived && !appIsMember}
      onClick={() => change({ type: appIsMember ? 'remove_app' : 'invite_app', channelId: id })}
    >
      {words}
    </button>
  );
}

function ArchiveButton({ channel, change }: Changing & { readonly channel: Channel }) {
  const { id, name, archived } = channel;
  const words = archived ? 'Unarchive' : 'Archive';
  return (
    <button
      type="button"
      class="button"
      aria-label={`${words}: #${name}`}
      onClick={() => change({ type: archived ? 'unarchive' : 'archive', channelId: id })}
    >
      {words}
    </button>
  );
}
