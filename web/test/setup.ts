import { vi } from 'vitest';

// from Node.js 21 on it is there, and speaks the machine's language
vi.stubGlobal('navigator', { language: 'en', languages: ['en'] });
