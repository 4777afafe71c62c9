import { describe, expect, it } from 'vitest';
import { PdfView, type PdfFile } from './pdf-view.svelte';

const file: PdfFile = {
  pageCount: 6,
  draw: () => Promise.reject(new Error('nothing is drawn here')),
  close: () => undefined,
};

function viewOf(page: number): PdfView {
  const view = new PdfView(file);
  view.apply({ type: 'cited', cited: { page, passages: ['A passage.'], quotes: [] } });
  return view;
}

describe('PdfView', () => {
  it('shows the cited page, and marks only that one', () => {
    const view = viewOf(3);
    expect([view.page, view.marked?.passages]).toEqual([3, ['A passage.']]);
    view.apply({ type: 'turned', by: 1 });
    expect([view.page, view.marked]).toEqual([4, null]);
    view.apply({ type: 'turned', by: -1 });
    expect(view.marked).not.toBe(null);
  });

  it('ends at the first and the last page', () => {
    const view = viewOf(1);
    view.apply({ type: 'turned', by: -1 });
    expect([view.page, view.isFirst, view.isLast]).toEqual([1, true, false]);
    for (let turns = 0; turns < 10; turns++) view.apply({ type: 'turned', by: 1 });
    expect([view.page, view.isFirst, view.isLast]).toEqual([6, false, true]);
  });

  it('shows the last page, unmarked, when the cited one is not there', () => {
    const view = viewOf(9);
    expect([view.page, view.lacksCited, view.marked]).toEqual([6, true, null]);
  });

  it('goes through its sizes and ends at the outer ones, whatever page is cited next', () => {
    const view = viewOf(1);
    for (let steps = 0; steps < 20; steps++) view.apply({ type: 'zoomed', by: 1 });
    expect([view.zoom, view.isLargest]).toEqual([4, true]);
    view.apply({ type: 'cited', cited: { page: 2, passages: [], quotes: [] } });
    expect(view.zoom).toBe(4);
    for (let steps = 0; steps < 20; steps++) view.apply({ type: 'zoomed', by: -1 });
    expect([view.zoom, view.isSmallest]).toEqual([0.5, true]);
  });
});
