"""What pages and APIs share on their way out: forms, charts. Nothing here decides who may see what."""
