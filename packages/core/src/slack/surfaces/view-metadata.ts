const pattern = /^channel:([CGDUW][A-Z0-9]{1,31})$/;

/** The `private_metadata` that keeps the channel a modal was opened in, because clicks in a modal do not name one. */
export function viewMetadata(channelId: string): string {
  return `channel:${channelId}`;
}

/** @returns null for anything that `viewMetadata` did not write */
export function channelOfView(metadata: string | null): string | null {
  return pattern.exec(metadata ?? '')?.[1] ?? null;
}
