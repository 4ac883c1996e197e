/** What people are told of a stored approval that this release cannot read. */
export const unreadable = {
  newer: 'This approval is being updated to a newer version. Please try again in a few minutes.',
  corrupt: 'This approval cannot be read just now. Whoever runs this app was told.',
} as const;
