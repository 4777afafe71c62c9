// Unit tests beside the code. They run without a browser: components are rendered to text, as a server would.
import { mergeConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import vite from './vite.config';

export default mergeConfig(vite, defineConfig({ test: { include: ['src/**/*.test.ts'] } }));
