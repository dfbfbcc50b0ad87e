// After an answer with errors: put the cursor where the first one is.
document.querySelector('[aria-invalid="true"]')?.focus();
