import type { Page, RuleItem } from '@ringcheck/contracts';
import { useQuery } from '@tanstack/react-query';
import { request } from './http.js';

export function useRules() {
  return useQuery({
    queryKey: ['rules'],
    queryFn: () => request<Page<RuleItem>>('/rules'),
    staleTime: Infinity,
  });
}
