import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(js.configs.recommended, ...tseslint.configs.strict, {
  rules: {
    '@typescript-eslint/no-non-null-assertion': 'off',
    // they give another text in Turkish
    'no-restricted-properties': [
      'error',
      ...['toLocaleLowerCase', 'toLocaleUpperCase'].map((property) => ({ property })),
    ],
  },
});
