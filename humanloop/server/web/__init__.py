"""The pages for people, at `/app`: rendered here, over the functions of the domain; a module and a template each."""
