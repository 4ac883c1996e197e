import { defineConfig } from 'vitest/config';
import { base, campaigns, coverage, testedByCampaigns, testOptions, threshold } from './vitest.base.js';

export default defineConfig({
  ...base,
  test: {
    ...testOptions,
    include: [campaigns],
    coverage: {
      ...coverage,
      include: testedByCampaigns,
      reportsDirectory: 'coverage/campaigns',
      thresholds: threshold,
    },
  },
});
