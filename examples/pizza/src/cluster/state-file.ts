import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { clusterObject } from './cluster-object.js';

const clusterState = z.object({ resourceVersion: z.number().int(), objects: z.array(clusterObject) });

/** Everything the cluster holds. */
export type ClusterState = z.infer<typeof clusterState>;

/** Reads what the last run left; a file that is not there yet is an empty cluster. */
export function readClusterState(file: string): ClusterState {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { resourceVersion: 1, objects: [] };
    throw error;
  }
  return clusterState.parse(JSON.parse(text));
}

/** Replaces the file in one step: a process that dies meanwhile leaves the old one or the new one. */
export function writeClusterState(file: string, state: ClusterState): void {
  const next = `${file}.next`;
  writeFileSync(next, JSON.stringify(state));
  renameSync(next, file);
}
