"""Every route of the case study, for the application."""

from fastapi import APIRouter

from simulator.productions import candidate_routes, correction_routes

router = APIRouter()
router.include_router(candidate_routes.router)
router.include_router(correction_routes.router)
