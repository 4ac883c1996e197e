const pattern = /^channel:([CGDUW][A-Z0-9]{1,31})$/;

/** What a modal keeps of the channel that it was opened in: its clicks name none. */
export function viewMetadata(channelId: string): string {
  return `channel:${channelId}`;
}

/** @returns null for anything but what `viewMetadata` writes */
export function channelOfView(metadata: string | null): string | null {
  return pattern.exec(metadata ?? '')?.[1] ?? null;
}
