import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageAction } from '../page-action.js';
import type { PageState } from '../page-state.js';
import type { Reader } from '../text/format-slack-date.js';

export interface Page {
  readonly state: PageState;
  readonly reader: Reader;
  /** Acts as the person who looks at the page. @returns a sentence that says what went wrong, or null */
  readonly act: (action: PageAction) => Promise<string | null>;
}

const PageContext = createContext<Page | null>(null);
export const PageProvider = PageContext.Provider;

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('Use usePage inside of a PageProvider.');
  return page;
}
