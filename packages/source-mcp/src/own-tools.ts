/** The names of the tools that every server has. */
export const ownTools = { get: 'get_approval', withdraw: 'withdraw_approval', prompt: 'permission_prompt' } as const;
